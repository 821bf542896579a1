#![allow(warnings)]
use gouji::source::*;
use gouji::*;
struct W;
impl Workspace for W {
    fn read(&self, p: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(p)
    }
    fn list(&self, f: &str) -> std::io::Result<Vec<String>> {
        let mut v = vec![];
        for e in walkdir::WalkDir::new(f) {
            let e = e.map_err(|e| std::io::Error::other(e))?;
            if e.path().extension().is_some_and(|x| x == "gj") {
                v.push(e.path().strip_prefix(f).unwrap().to_string_lossy().into_owned());
            }
        }
        v.sort();
        Ok(v)
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let mut sources = SourceMap::new();
    let mut d = vec![];
    let l = ruleset::load(&W, &mut sources, &a[1], syntax::parse).take(&mut d);
    let r = ruleset::assemble(&l, &sources).take(&mut d);
    let plan = resolve::resolve(r).take(&mut d);
    let show = |d: &diagnostic::Diagnostic, sources: &SourceMap| {
        let w = d
            .labels
            .first()
            .map(|l| match l.at {
                Origin::Text(s) => {
                    let s0 = sources.get(s.source).unwrap();
                    format!(
                        "{}:{} {}",
                        s0.name,
                        s0.lines().line_of(s.start as usize) + 1,
                        s0.slice(s).chars().take(60).collect::<String>()
                    )
                }
                Origin::Cell(c) => format!("{}", c.a1()),
            })
            .unwrap_or_default();
        println!("{:?} {} {} @ {} | {:?}", d.severity, d.code.id, d.message, w, d.help)
    };
    for x in &d {
        show(x, &sources);
    }
    println!("rules {} forms {}", plan.rules.len(), plan.ruleset.forms.len());
    if a.len() < 3 {
        return;
    }
    let bytes = std::fs::read(&a[2]).unwrap();
    let mut d2 = vec![];
    let doc = read::read(&mut sources, &a[2], &bytes).take(&mut d2).unwrap();
    let t = std::time::Instant::now();
    let report = recognise::recognise(&doc, &plan.ruleset.forms, &Default::default()).take(&mut d2);
    println!("recognise {:?}", t.elapsed());
    for x in &d2 {
        show(x, &sources);
    }
    let t = std::time::Instant::now();
    let ev = evaluate::evaluate(&plan, &report);
    println!("evaluate {:?}", t.elapsed());
    let ex = evaluate::Explainer::new(&plan, &report);
    for (i, r) in ev.rules.iter().enumerate() {
        let rule = &plan.ruleset.rules[i];
        let c: Vec<String> = evaluate::Outcome::ALL
            .iter()
            .filter(|o| r.count(**o) > 0)
            .map(|o| format!("{}{}", o.label(), r.count(*o)))
            .collect();
        println!("{} {} {}", rule.id, rule.title, c.join(" "));
        for ins in &r.instances {
            if matches!(
                ins.outcome,
                evaluate::Outcome::Fails
                    | evaluate::Outcome::Tail
                    | evaluate::Outcome::Error
                    | evaluate::Outcome::Unbound
            ) {
                let row = ins
                    .row
                    .as_ref()
                    .and_then(|c| c.rows.iter().flatten().next().copied())
                    .map(|(t, p, r)| {
                        let x = &report.tables[t].parts[p].rows[r];
                        format!("{:?} {}", x.code, x.name)
                    });
                println!(
                    "    {} row={:?} col={:?} diff={:?} bound={:?} cause={:?}",
                    ins.outcome.label(),
                    row,
                    ins.column,
                    ins.measure.map(|m| m.difference.to_string()),
                    ins.measure.map(|m| m.bound.to_string()),
                    ins.cause.as_ref().map(|c| &c.message)
                );
            }
        }
    }
}
