//! How fast loaded reports are checked, and nothing else: each bound to the rules, then all rules over each.

use std::time::Duration;

use cpu_time::ThreadTime;
use gouji::recognise::Hints;
use gouji::report::Report;
use gouji::session::Session;
use gouji::{read, source::SourceMap};

use super::books::Books;

/// Reports held at once.
const MOST: usize = 300;
/// How often they are checked.
const ROUNDS: usize = 20;

/// Checks the first books over and over, and prints what that takes.
pub fn measure(session: &Session, books: &Books) {
    let reports: Vec<Report> = (0..books.count.min(MOST))
        .map(|number| report(session, books, number))
        .collect();
    let (mut bind, mut run) = (Duration::ZERO, Duration::ZERO);
    let mut instances = 0;
    for _ in 0..ROUNDS {
        for report in &reports {
            let clock = ThreadTime::now();
            let bound = session.bind(report);
            bind += clock.elapsed();
            let clock = ThreadTime::now();
            let evaluation = bound.run();
            run += clock.elapsed();
            instances += evaluation.rules.iter().map(|rule| rule.outcomes().len()).sum::<usize>();
        }
    }
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / (ROUNDS * reports.len()) as f64;
    let rate = |time: Duration| instances as f64 / time.as_secs_f64() / 1e6;
    println!(
        "check of {} loaded reports: {} instances a report; bind {:.1} us, run {:.1} us: {:.1} M instances/CPU-s, {:.1} M with \
         binding",
        reports.len(),
        instances / ROUNDS / reports.len(),
        micros(bind),
        micros(run),
        rate(run),
        rate(bind + run),
    );
}

fn report(session: &Session, books: &Books, number: usize) -> Report {
    let mut sources: SourceMap = session.sources().clone();
    let document = read::read(&mut sources, &books.name(number), &books.read(number));
    session.recognise(&document.value.unwrap(), &Hints::default()).value
}
