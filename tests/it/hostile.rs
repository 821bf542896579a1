//! Files made to break the program, through the program: a clear sentence, status 2, in little time and memory.
//! (What is merely broken is in `cli.rs`.)

use std::io::Write;
use std::time::{Duration, Instant};

use crate::project::{Project, Run};

/// No run may take longer.
const LONGEST: Duration = Duration::from_secs(30);

/// Address space of a run in KiB. Runs that need more fail with a message of the allocator, not of ours.
const MEMORY: u64 = 1536 * 1024;

const EXAMPLE: &[u8] = include_bytes!("../../examples/reports/云川县水务局.xlsx");

/// Runs `gouji check` on a file with bounded memory, says how long it took, and checks what holds for every broken file.
fn check(project: &Project, file: &str) -> Run {
    let start = Instant::now();
    let run = bounded(project, &format!("check --rules rules {file}"));
    let elapsed = start.elapsed();
    println!("{file}: {elapsed:?}");
    assert!(elapsed < LONGEST, "{file} took {elapsed:?}");
    let said = format!("{}{}", run.out, run.err);
    assert_eq!(run.status, 2, "{file}: {said}");
    assert!(said.contains(file), "{file}: {said}");
    assert!(
        said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
        "{file}: {said}"
    );
    for word in ["panicked", "GJ0001", "程序内部出错", "allocation"] {
        assert!(!said.contains(word), "{file} says {word}: {said}");
    }
    assert!(said.len() < 20_000, "{file}: {} bytes of output", said.len());
    run
}

/// Where the system can bound it, with no more than [`MEMORY`].
#[cfg(target_os = "linux")]
pub fn bounded(project: &Project, arguments: &str) -> Run {
    let binary = assert_cmd::cargo::cargo_bin("gouji");
    let output = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -v {MEMORY} && exec \"$0\" {arguments}"))
        .arg(binary)
        .current_dir(project.path())
        .output()
        .unwrap();
    Run {
        status: output.status.code().expect("an exit status, not a signal"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[cfg(not(target_os = "linux"))]
pub fn bounded(project: &Project, arguments: &str) -> Run {
    project.run(arguments)
}

#[test]
fn files_without_anything() {
    let project = Project::new();
    for file in ["empty.xlsx", "empty.csv", "empty.xls"] {
        project.write(file, "");
        check(&project, file);
    }
}

#[test]
fn a_workbook_cut_anywhere() {
    let project = Project::new();
    for part in 1..16 {
        let file = format!("cut-{part}.xlsx");
        project.write(&file, &EXAMPLE[..EXAMPLE.len() * part / 16]);
        check(&project, &file);
    }
}

#[test]
fn a_workbook_of_two_gigabytes_of_zeros() {
    let project = Project::new();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(EXAMPLE)).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).unwrap();
        if file.name().unwrap() != "xl/worksheets/sheet1.xml" {
            writer.raw_copy_file(file).unwrap();
        }
    }
    writer.start_file("xl/worksheets/sheet1.xml", deflated).unwrap();
    let zeros = vec![0; 1 << 24];
    for _ in 0..128 {
        writer.write_all(&zeros).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 16 << 20, "{} bytes are no bomb", bytes.len());
    project.write("bomb.xlsx", bytes);
    check(&project, "bomb.xlsx");
}

#[test]
fn a_line_of_a_hundred_megabytes() {
    let project = Project::new();
    // Cells cost more than words, so there are fewer.
    for (file, unit, size) in [("words.txt", "水", 100_000_000), ("cells.csv", "1,", 20_000_000)] {
        project.write(file, unit.repeat(size / unit.len()));
        let run = check(&project, file);
        assert!(
            run.out.contains("GJ0308"),
            "{file} is not said to be read in part: {}",
            run.out
        );
    }
}

#[test]
fn rules_of_nothing_but_brackets() {
    let project = Project::new();
    for (name, text) in [
        (
            "round",
            format!("深: {}1{} == 1\n", "(".repeat(10_000), ")".repeat(10_000)),
        ),
        ("curly", format!("规则 深 {}\n", "{".repeat(10_000))),
        ("signs", format!("深: {}1 == 1\n", "- ".repeat(10_000))),
        ("negations", format!("深: {}真 == 真\n", "非 ".repeat(10_000))),
    ] {
        project.write(&format!("{name}/好.gj"), crate::project::RULES);
        project.write(&format!("{name}/深.gj"), text);
        let start = Instant::now();
        let run = bounded(&project, &format!("lint {name}"));
        println!("{name}: {:?}", start.elapsed());
        let said = format!("{}{}", run.out, run.err);
        assert_ne!(run.status, 0, "{name}: {said}");
        assert!(said.contains("GJ00"), "{name}: {said}");
        assert!(said.len() < 20_000, "{name}: {} bytes of output", said.len());
        assert!(start.elapsed() < LONGEST, "{name}");
    }
}
