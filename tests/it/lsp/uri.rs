//! URIs and paths.

use std::path::Path;

use gouji::lsp::{from_path, to_path};

#[test]
fn uris_to_paths() {
    let cases: [(&str, Option<&str>); 14] = [
        ("file:///a/b.gj", Some("/a/b.gj")),
        ("file:///表/表%2003.gj", Some("/表/表 03.gj")),
        ("file:///%E8%A1%A8/%e8%a1%a8.gj", Some("/表/表.gj")),
        ("FILE:///a", Some("/a")),
        ("file:/a/b", Some("/a/b")),
        ("file://localhost/a/b", Some("/a/b")),
        ("file://server/share/a", Some("//server/share/a")),
        ("file:///c%3A/%E8%A1%A8/a.gj", Some("c:/表/a.gj")),
        ("file:///C:/a.gj", Some("C:/a.gj")),
        ("file:///a%23b%25c.gj", Some("/a#b%c.gj")),
        ("file:///a%2", None),
        ("file:///a%FF", None),
        ("untitled:Untitled-1", None),
        ("", None),
    ];
    for (uri, path) in cases {
        assert_eq!(to_path(uri).as_deref(), path.map(Path::new), "{uri}");
    }
}

#[test]
fn paths_survive_the_way_there_and_back() {
    for path in ["/a/b.gj", "/表 内/“三公”#1%.gj", "/a+b&c=d.gj", "c:/表/a.gj"] {
        let uri = from_path(Path::new(path));
        assert!(uri.is_ascii() && !uri.contains(' '), "{uri}");
        assert_eq!(to_path(&uri).as_deref(), Some(Path::new(path)), "{uri}");
    }
}
