//! How long each stage takes, taken apart on one thread.

use std::time::Duration;

use cpu_time::ThreadTime;
use gouji::evaluate::Outcome;
use gouji::finding;
use gouji::recognise::Hints;
use gouji::render::Sink;
use gouji::session::{CheckOptions, Session};
use gouji::{read, source::SourceMap};

use super::books::Books;
use super::found::found;
use super::{TODAY, millis, nowhere};

/// CPU time of each stage over all books.
#[derive(Default)]
pub struct Stages {
    file: Duration,
    read: Duration,
    recognise: Duration,
    bind: Duration,
    run: Duration,
    derive: Duration,
    render: Duration,
    instances: usize,
    /// Instances that the answers have and the run has not, or the other way round.
    pub wrong: usize,
}

impl Stages {
    /// Takes every book through every stage.
    pub fn measure(session: &Session, books: &Books) -> Self {
        let mut sink = nowhere(session);
        let mut all = Self::default();
        for number in 0..books.count {
            all.one(session, books, number, &mut *sink);
        }
        all
    }

    fn one(&mut self, session: &Session, books: &Books, number: usize, sink: &mut dyn Sink) {
        let mut clock = ThreadTime::now();
        let mut lap = |stage: &mut Duration| {
            *stage += clock.elapsed();
            clock = ThreadTime::now();
        };
        let bytes = books.read(number);
        lap(&mut self.file);
        let mut sources: SourceMap = session.sources().clone();
        let document = read::read(&mut sources, &books.name(number), &bytes).value.unwrap();
        lap(&mut self.read);
        let report = session.recognise(&document, &Hints::default()).value;
        lap(&mut self.recognise);
        let bound = session.bind(&report);
        lap(&mut self.bind);
        let evaluation = bound.run();
        lap(&mut self.run);
        let derived = finding::derive(session.plan(), &report, &sources, &evaluation, &bound, Some(TODAY));
        lap(&mut self.derive);
        drop(derived);
        self.instances += evaluation.rules.iter().map(|rule| rule.outcomes().len()).sum::<usize>();
        let examined = session.check_bytes(&books.name(number), bytes, &CheckOptions::default());
        let fails = found(session, &examined, Outcome::Fails);
        let tails = found(session, &examined, Outcome::Tail);
        self.wrong += books.wrong(number, &fails, &tails);
        let mut untold = Duration::ZERO;
        lap(&mut untold);
        sink.report(&examined.checked).unwrap();
        lap(&mut self.render);
    }

    /// Prints CPU milliseconds a report.
    pub fn print(&self, count: usize) {
        let stages = [
            ("file", self.file),
            ("read", self.read),
            ("recognise", self.recognise),
            ("bind", self.bind),
            ("run", self.run),
            ("findings", self.derive),
            ("render", self.render),
        ];
        let shown = stages.map(|(name, time)| format!("{name} {}", millis(time, count)));
        println!("CPU ms a report: {}", shown.join(", "));
        let check = self.bind + self.run;
        println!(
            "check: {} instances a report, {:.2} M instances/CPU-s",
            self.instances / count,
            self.instances as f64 / check.as_secs_f64() / 1e6
        );
    }
}
