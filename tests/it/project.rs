//! A small project in a temporary folder, and the program run in it.

use std::path::Path;

use assert_cmd::Command;

pub const RULES: &str = r#"规则集 例 {
    版本 "1"
}

表 03 "支出决算表" {
    表号 "公开03表"
    单位 万元
    行 科目代码 { 类 3 }
    合计行 "合计"
    列 {
        1 本年支出合计
        2 基本支出
        3 项目支出
    }
}

规则 S03-01 "合计等于分项之和" {
    逐行 03
    检查 本年支出合计 ≈ 基本支出 + 项目支出
}

规则 S03-02 "项目支出不多于基本支出" {
    逐行 03
    检查 项目支出 <= 基本支出
    级别 警告
}

测试 "合计漏加项目支出" {
    给定 03 """
    科目代码,科目名称,本年支出合计,基本支出,项目支出
    208,社会保障和就业支出,3.00,3.00,1.00
    ,合计,4.00,3.00,1.00
    """
    期望 S03-01 不符 208 差 -1.00
    期望 S03-02 成立
}
"#;

/// A report of the form above with these figures in the row 208 and in the total row.
pub fn report(total: &str, basic: &str, project: &str) -> String {
    let figures = format!("{total}\t{basic}\t{project}");
    format!(
        "支出决算表\n\n公开03表\n部门:某某局\t单位:万元\n\
         科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\n栏次\t\t1\t2\t3\n\
         合计\t\t{figures}\n208\t社会保障和就业支出\t{figures}\n"
    )
}

/// A folder with files.
pub struct Project {
    pub folder: tempfile::TempDir,
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Project {
    /// The rules above in `rules/`, and good, warning and bad reports.
    pub fn new() -> Self {
        let project = Self::empty();
        project.write("rules/例.gj", RULES);
        project.write("good.txt", report("3.00", "2.00", "1.00"));
        project.write("warn.txt", report("3.00", "1.00", "2.00"));
        project.write("bad.txt", report("4.00", "2.00", "1.00"));
        project
    }

    pub fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// Runs `gouji` here with arguments separated by blanks.
    pub fn run(&self, arguments: &str) -> Run {
        self.run_in(".", arguments, "")
    }

    pub fn run_in(&self, folder: &str, arguments: &str, input: impl Into<Vec<u8>>) -> Run {
        let output = Command::cargo_bin("gouji")
            .unwrap()
            .current_dir(self.path().join(folder))
            .env_remove("NO_COLOR")
            .args(arguments.split_whitespace())
            .write_stdin(input)
            .timeout(std::time::Duration::from_secs(60))
            .output()
            .unwrap();
        Run {
            status: output.status.code().expect("an exit status, not a signal"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
