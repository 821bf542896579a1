//! 尾差上限 in 元.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::ruleset as codes;
use crate::syntax::ast::TailCap;
use crate::value::Unit;

/// The cap in 元; `unit` where none is written.
pub(super) fn in_yuan(cap: &TailCap, unit: Unit, sink: &mut Vec<Diagnostic>) -> Option<Decimal> {
    let yuan = cap.unit.unwrap_or(unit).to_yuan(cap.value);
    let sound = yuan.filter(|value| !value.is_sign_negative() || value.is_zero());
    if sound.is_none() {
        sink.push(
            Diagnostic::new(&codes::TAIL_CAP, "尾差上限要写成不小于零的金额")
                .at(cap.span, "这里写的不能用")
                .help("例如:尾差上限 0.05 万元"),
        );
    }
    sound
}
