//! Checked reports kept from one run to the next: what comes back is what was saved, or nothing.

use std::sync::Arc;

use gouji::finding::{CheckedReport, RunHead};
use gouji::render::{self, Options};
use gouji::session::{CheckOptions, Disk, File, Session, saved};

use crate::ide::fixture::today;

fn session() -> Session {
    let folder = format!("{}/rulesets/山西", env!("CARGO_MANIFEST_DIR"));
    Session::load(&Disk, &folder, today())
}

fn example(ending: &str) -> Vec<File> {
    let path = format!("{}/examples/reports/云川县水务局.{ending}", env!("CARGO_MANIFEST_DIR"));
    vec![File {
        name: format!("云川县水务局.{ending}"),
        bytes: std::fs::read(path).unwrap().into(),
    }]
}

fn rendered(session: &Session, report: CheckedReport) -> Vec<String> {
    let head = RunHead {
        program: session.program(),
        sources: session.sources(),
        engine_version: "0",
        diagnostics: &[],
        single: true,
    };
    let reports = [report];
    let all = render::ALL.iter().map(|renderer| {
        let mut out = Vec::new();
        render::render(renderer, head, &reports, Options::default(), &mut out).unwrap();
        String::from_utf8_lossy(&out).into_owned()
    });
    all.collect()
}

#[test]
fn what_was_saved_comes_back() {
    let session = session();
    let broken = vec![File {
        name: "坏.xlsx".to_owned(),
        bytes: Arc::from(&b"PK\x03\x04 broken"[..]),
    }];
    for files in [example("csv"), example("xlsx"), broken] {
        let name = files[0].name.clone();
        let fresh = session.check(&name, files.clone(), &CheckOptions::default()).checked;
        let bytes = saved::save(&session, &fresh).unwrap();
        let back = saved::restore(&session, &name, files.clone(), &bytes).unwrap();
        assert_eq!(rendered(&session, back), rendered(&session, fresh), "{name}");
        for cut in [0, 1, 63, 64, bytes.len() / 2, bytes.len() - 1] {
            assert!(saved::restore(&session, &name, files.clone(), &bytes[..cut]).is_none());
        }
        let mut changed = bytes.clone();
        changed[bytes.len() / 3] ^= 1;
        assert!(saved::restore(&session, &name, files, &changed).is_none());
    }
}

#[test]
fn whatever_changes_a_finding_changes_the_fingerprint() {
    let session = session();
    let files = example("csv");
    let options = CheckOptions::default();
    let name = "云川县水务局.csv";
    let plain = session.fingerprint("1", name, &files, &options);
    assert_eq!(session.fingerprint("1", name, &files, &options), plain);
    let mut edited = files.clone();
    edited[0].bytes = [&*files[0].bytes, b" "].concat().into();
    let mut renamed = files.clone();
    renamed[0].name.push('2');
    let other = CheckOptions {
        year: Some(2023),
        ..CheckOptions::default()
    };
    let national = Session::load(&Disk, &format!("{}/rulesets/全国", env!("CARGO_MANIFEST_DIR")), today());
    for changed in [
        session.fingerprint("2", name, &files, &options),
        session.fingerprint("1", "别名.csv", &files, &options),
        session.fingerprint("1", name, &edited, &options),
        session.fingerprint("1", name, &renamed, &options),
        session.fingerprint("1", name, &files, &other),
        national.fingerprint("1", name, &files, &options),
    ] {
        assert_ne!(changed, plain);
    }
}
