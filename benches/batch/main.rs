//! How fast many workbooks are checked, and whether what is found is right.
//!
//! ```text
//! cargo bench --bench batch -- 100 1000 10000
//! ```
//!
//! writes synthetic workbooks (once; they stay below `target`), checks every one against its answers on one thread and
//! on two, takes the stages apart, and reads the same books with calamine alone as the yardstick. Times are CPU time of
//! the process or of the thread, so that others on the machine count little. In the end some of the reports, loaded, are checked over
//! and over.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a benchmark that lacks what it measures stops, and prints what it measured"
)]

mod books;
mod found;
mod generator;
mod loaded;
mod memory;
mod stages;

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx};
use cpu_time::ProcessTime;
use gouji::finding::{CheckedReport, Overview, RunHead};
use gouji::render::{self, Options, Sink};
use gouji::ruleset::Date;
use gouji::session::{CheckOptions, Disk, Session, in_order};

use books::Books;
use stages::Stages;

const TODAY: Date = Date {
    year: 2025,
    month: 9,
    day: 1,
};

fn main() {
    let wanted: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulesets/山西");
    let folder = folder.to_str().unwrap();
    let before = ProcessTime::now();
    let session = Session::load_rules(&Disk, folder, TODAY);
    let loading = before.elapsed();
    println!("rules loaded in {} ms, first time", millis(loading, 1));
    for count in if wanted.is_empty() { vec![100] } else { wanted } {
        measure(&session, &Books::of(count));
    }
}

fn millis(time: Duration, count: usize) -> String {
    format!("{:.3}", time.as_secs_f64() * 1000.0 / count as f64)
}

fn measure(session: &Session, books: &Books) {
    let count = books.count;
    println!("\n== {count} reports, {} of them spoilt ==", books.spoilt());
    memory::forget_peak();
    let before = ProcessTime::now();
    let cells = (0..count)
        .map(|number| cells_read_by_calamine(&books.read(number)))
        .sum::<usize>();
    let yardstick = before.elapsed();
    println!(
        "calamine to ranges: {} CPU ms a report, {cells} cells, peak {} MB",
        millis(yardstick, count),
        memory::peak()
    );
    for threads in [1, 2] {
        memory::forget_peak();
        let (before, wall) = (ProcessTime::now(), Instant::now());
        let instances = check_all(session, books, threads);
        let (cpu, wall) = (before.elapsed(), wall.elapsed());
        println!(
            "{threads} thread(s): {} CPU ms a report = {:.2} x calamine; {:.0} reports/s, {:.2} M cells/s, {:.0} reports/CPU-s, \
             {instances} instances, peak {} MB",
            millis(cpu, count),
            cpu.as_secs_f64() / yardstick.as_secs_f64(),
            count as f64 / wall.as_secs_f64(),
            cells as f64 / wall.as_secs_f64() / 1e6,
            count as f64 / cpu.as_secs_f64(),
            memory::peak(),
        );
    }
    let stages = Stages::measure(session, books);
    stages.print(count);
    loaded::measure(session, books);
    let findings: usize = (0..count).map(|number| books.fails(number)).sum();
    println!(
        "answers: {findings} failing instances expected, {} instances missed or false",
        stages.wrong
    );
    assert_eq!(stages.wrong, 0, "speed counts only where the answers are right");
}

/// Findings as JSON, written to nowhere.
fn nowhere(session: &Session) -> Box<dyn Sink + '_> {
    let head = RunHead {
        program: session.program(),
        sources: session.sources(),
        engine_version: "",
        diagnostics: session.diagnostics(),
        single: false,
    };
    let renderer = render::find("json").unwrap();
    let out = Box::new(std::io::sink());
    renderer.start(head, Options::default(), out).unwrap()
}

/// Checks every book and writes what was found; how many instances of rules that was.
fn check_all(session: &Session, books: &Books, threads: usize) -> usize {
    let mut sink = nowhere(session);
    let mut overview = Overview::new(session.plan());
    let options = CheckOptions::default();
    let work = |number: usize| {
        let examined = session.check_bytes(&books.name(number), books.read(number), &options);
        examined.checked
    };
    let mut instances = 0;
    let deliver = |_, checked: &mut CheckedReport| {
        sink.report(checked).unwrap();
        overview.add(checked);
        instances += checked.summary.instances;
        ControlFlow::Continue(())
    };
    let delivered = in_order(books.count, threads, work, deliver);
    assert_eq!(delivered, books.count);
    sink.finish(&overview).unwrap();
    instances
}

/// Reads every sheet to a range; how many cells hold something.
fn cells_read_by_calamine(bytes: &[u8]) -> usize {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let ranges = book.worksheets();
    ranges.iter().map(|(_, range)| range.used_cells().count()).sum()
}
