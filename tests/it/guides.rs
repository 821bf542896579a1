//! Rule text shown in the pages about the language is rule text.

use std::path::Path;

use gouji::source::SourceMap;
use gouji::syntax;

#[test]
fn every_rule_text_in_the_guides_can_be_read() {
    for page in ["docs/language.md", "docs/guide.md"] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap();
        let blocks: Vec<&str> = text
            .split("```gouji\n")
            .skip(1)
            .map(|after| after.split("\n```").next().unwrap())
            .collect();
        assert!(blocks.len() > 5, "{page} shows rule text");
        for block in blocks {
            let mut sources = SourceMap::new();
            let source = sources.add(page, block, block.as_bytes());
            let read = syntax::parse(source, block);
            let said: Vec<_> = read.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
            assert!(said.is_empty(), "{page}: {said:?} in\n{block}");
        }
    }
}
