//! What the names of files say.

use gouji::recognise::facts_in_name;
use gouji::report::ReportKind;

#[test]
fn unit_year_and_kind() {
    for (name, unit, year, kind) in [
        (
            "报告/云川县水务局2024年度部门决算公开.xlsx",
            Some("云川县水务局"),
            Some(2024),
            Some(ReportKind::DepartmentAccounts),
        ),
        (
            "2024年度市文化馆单位决算.pdf",
            Some("市文化馆"),
            Some(2024),
            Some(ReportKind::UnitAccounts),
        ),
        (
            "附件3:高平市工业和信息化局(2024年).xlsx",
            Some("高平市工业和信息化局"),
            Some(2024),
            None,
        ),
        ("gaoping-2024.txt", None, None, None),
        ("公开01表.xlsx", None, None, None),
        ("局1.xlsx", None, None, None),
        ("新建 Microsoft Excel 工作表.xlsx", None, None, None),
        ("", None, None, None),
    ] {
        let facts = facts_in_name(name);
        assert_eq!(facts.unit.as_ref().map(|fact| fact.value.as_str()), unit, "{name}");
        assert_eq!(facts.year.map(|fact| fact.value), year, "{name}");
        assert_eq!(facts.kind.map(|fact| fact.value), kind, "{name}");
    }
}
