//! For a browser: one file that holds all it needs, shows every report's tables with the cells at fault marked, and can be
//! filtered, printed and sent on. Without its script everything can still be read.
//!
//! The overview of a batch is known last and written last; the style orders it first, and the script moves it there.

mod escape;
mod excerpt;
mod finding;
mod heading;
mod lines;
mod marks;
mod matrix;
mod overview;
mod report;
mod summary;
mod table;

use std::collections::BTreeMap;
use std::io;

use super::{Options, Output, Sink, Started, in_words};
use crate::diagnostic::Diagnostic;
use crate::finding::{CheckedReport, Overview, RunHead};
use escape::{Text, fingerprint};
use marks::Kind;
use report::AnchoredRules;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Begins the output.
pub(super) fn start<'a>(head: RunHead<'a>, _options: Options, mut out: Output<'a>) -> Started<'a> {
    let rules = head.plan().ruleset.rules.iter().enumerate();
    let rules = rules.map(|(index, rule)| (&*rule.id, index)).collect();
    begin(head, &mut *out)?;
    let writing = Writing {
        head,
        out,
        rules,
        found: Vec::new(),
    };
    in_words(head, writing)
}

/// A page being written.
struct Writing<'a> {
    head: RunHead<'a>,
    out: Output<'a>,
    /// The rules by id.
    rules: BTreeMap<&'a str, usize>,
    /// For each report the rules that have an anchor in it.
    found: Vec<AnchoredRules>,
}

impl Sink for Writing<'_> {
    fn report(&mut self, checked: &CheckedReport) -> io::Result<()> {
        let number = self.found.len() + 1;
        let found = report::write(number, self.head, checked, &self.rules, &mut *self.out)?;
        self.found.push(found);
        Ok(())
    }

    fn finish(&mut self, overview: &Overview) -> io::Result<()> {
        writeln!(self.out, "</div>")?;
        if !self.head.single {
            overview::write(self.head, overview, &self.found, &mut *self.out)?;
        } else {
            overview::asides(self.head, overview, &mut *self.out)?;
        }
        writeln!(self.out, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>")?;
        self.out.flush()
    }
}

fn begin(head: RunHead<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let (style, script) = (fingerprint(STYLE), fingerprint(SCRIPT));
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">"
    )?;
    write!(
        out,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{style}'; "
    )?;
    writeln!(out, "script-src '{script}'; base-uri 'none'; form-action 'none'\">")?;
    writeln!(
        out,
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
    )?;
    writeln!(
        out,
        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">"
    )?;
    let name = &head.plan().ruleset.name;
    writeln!(
        out,
        "<title>勾稽核对结果 {}</title>\n<style>{STYLE}</style>\n</head>\n<body>",
        Text(name)
    )?;
    writeln!(out, "<a class=\"skip\" href=\"#reports\">跳到核对结果</a>")?;
    writeln!(
        out,
        "<header class=\"top\"><h1>勾稽核对结果</h1><p>{}</p></header>",
        Text(name)
    )?;
    filters(head, out)?;
    writeln!(out, "<main>")?;
    if !head.single {
        // Where neither style nor script puts the overview first.
        writeln!(out, "<p class=\"jump\"><a href=\"#o\">全部报告的汇总</a></p>")?;
    }
    ruleset_trouble(head.diagnostics, head, out)?;
    writeln!(
        out,
        "<p id=\"none\" role=\"status\" hidden>没有符合筛选条件的问题。<button type=\"button\">清除筛选</button></p>"
    )?;
    writeln!(out, "<div id=\"reports\" tabindex=\"-1\">")?;
    if !head.single {
        writeln!(out, "<h2>各份报告</h2>")?;
    }
    Ok(())
}

/// The filters; the script shows them, as nothing else can use them.
fn filters(head: RunHead<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    write!(
        out,
        "<form id=\"flt\" role=\"search\" aria-label=\"筛选\" hidden><fieldset><legend>级别</legend>"
    )?;
    for kind in Kind::ALL {
        let (class, sign, label) = (kind.class(), kind.sign(), kind.label());
        write!(
            out,
            "<label class=\"b {class}\"><input type=\"checkbox\" name=\"k\" value=\"{class}\" checked>"
        )?;
        write!(
            out,
            "<i aria-hidden=\"true\">{sign}</i>{label} <output data-k=\"{class}\"></output></label>"
        )?;
    }
    writeln!(out, "</fieldset>")?;
    writeln!(
        out,
        "<label>规则 <input type=\"search\" name=\"q\" placeholder=\"编号或名称\" autocomplete=\"off\"></label>"
    )?;
    write!(out, "<label>表 <select name=\"t\"><option value=\"\">全部</option>")?;
    for form in &head.plan().ruleset.forms {
        write!(
            out,
            "<option value=\"{0}\">{0} {1}</option>",
            Text(&form.id),
            Text(form.title())
        )?;
    }
    writeln!(out, "</select></label>")?;
    if !head.single {
        write!(
            out,
            "<label>单位 <input type=\"search\" name=\"u\" placeholder=\"名称或文件\" autocomplete=\"off\"></label>"
        )?;
        writeln!(
            out,
            "<button type=\"button\" id=\"open\" aria-pressed=\"false\">全部展开</button>"
        )?;
    }
    writeln!(
        out,
        "<button type=\"reset\">清除</button><output id=\"cnt\" aria-live=\"polite\"></output></form>"
    )
}

/// What there is to say about the rules.
fn ruleset_trouble(diagnostics: &[Diagnostic], head: RunHead<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    if diagnostics.is_empty() {
        return Ok(());
    }
    write!(
        out,
        "<details class=\"g list w\"><summary>规则文件的问题 {} 条</summary>",
        diagnostics.len()
    )?;
    summary::diagnostics(diagnostics.iter(), head.sources, out)?;
    writeln!(out, "</details>")
}
