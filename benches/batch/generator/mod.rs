//! Synthetic 部门决算 reports with the answers to them.
//!
//! A report is drawn from a seed: a department with its funds and its spending by function in 元 and 分
//! ([`department`]), printed in ten tables in 万元, every cell rounded on its own ([`book`]), perhaps spoilt in one place
//! ([`plant`]), and laid out as the example report is ([`layout`]). What a checker should say about it is worked out from
//! the printed figures by [`answer`], in whole hundredths and without the interpreter.

mod answer;
mod book;
mod codes;
mod department;
mod layout;
mod plant;

pub use answer::Answer;
pub use plant::Plant;

use std::collections::BTreeSet;

use fastrand::Rng;

/// One report in about twenty is spoilt.
const SPOILT: f64 = 0.05;

/// A report and what is right to say about it.
pub struct Generated {
    /// The workbook.
    pub xlsx: Vec<u8>,
    /// How it was spoilt, if it was.
    pub plant: Option<Plant>,
    /// The rule instances that fail.
    pub fails: BTreeSet<Answer>,
    /// The rule instances that miss by no more than rounding explains.
    pub tails: BTreeSet<Answer>,
}

/// The report of this number. The same seed and number give the same report.
pub fn report(seed: u64, number: usize) -> Generated {
    let mut rng = Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number as u64);
    let spoil = rng.f64() < SPOILT;
    loop {
        let department = department::draw(&mut rng, number);
        let mut book = book::print(&department);
        // Rounding alone can add up to more than five units of the last place; such reports are drawn again.
        if !answer::of(&book).0.is_empty() {
            continue;
        }
        let plant = if spoil {
            let Some(plant) = plant::spoil(&mut rng, &mut book) else {
                continue;
            };
            Some(plant)
        } else {
            None
        };
        let (fails, tails) = answer::of(&book);
        return Generated {
            xlsx: layout::workbook(&mut rng, &department.name, &book),
            plant,
            fails,
            tails,
        };
    }
}
