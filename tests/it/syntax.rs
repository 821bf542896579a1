//! Rule text to trees.
use gouji::source::SourceId;
use gouji::syntax::parse;

#[test]
fn sample() {
    let text = std::fs::read_to_string(std::env::var("SAMPLE").unwrap()).unwrap();
    let start = std::time::Instant::now();
    let parsed = parse(SourceId(0), &text);
    eprintln!("{:?}", start.elapsed());
    for d in &parsed.diagnostics {
        let l = &d.labels[0];
        if let gouji::source::Origin::Text(s) = l.at {
            let line = text[..s.start as usize].matches('\n').count() + 1;
            eprintln!("{} {}: {} | {:?} {} | {:?}", d.code.id, line, d.message, &text[s.range()], l.text, d.help);
        }
    }
    if std::env::var("AST").is_ok() { eprintln!("{:#?}", parsed.value); }
    else { eprintln!("{:?}", parsed.value.items.len()); }
}

#[test]
fn fmt() {
    let text = std::fs::read_to_string(std::env::var("SAMPLE").unwrap()).unwrap();
    let once = gouji::format::format(&text);
    eprintln!("{}", once.clone().unwrap_or_default());
    let once = once.unwrap();
    assert_eq!(once, gouji::format::format(&once).unwrap());
}
