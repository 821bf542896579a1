//! gouji (勾稽): a declarative rules language for reports whose figures must tie to one another, and its interpreter.
//!
//! Rules say what must be equal to what; a report is read, its tables are recognised, every rule is tried on every row and column it
//! speaks of, and what does not hold is told with both sides, the difference, the places, and the likely cause.
//!
//! A [`Session`](session::Session) is loaded once from a folder of rules and checks any number of reports, on any number of threads:
//!
//! ```
//! use gouji::ruleset::Date;
//! use gouji::session::{CheckOptions, Memory, Session};
//!
//! let mut rules = Memory::new();
//! rules.insert("规则/表.gj", r#"
//!     规则集 例 { 年度 2024 }
//!     表 03 "支出决算表" {
//!         表号 "公开03表"
//!         单位 万元
//!         行 科目代码 { 类 3 }
//!         合计行 "合计"
//!         列 { 1 支出合计; 2 基本支出; 3 项目支出 }
//!     }
//!     规则 分项 "支出等于基本支出加项目支出" {
//!         逐行 03
//!         检查 支出合计 ≈ 基本支出 + 项目支出
//!     }
//! "#);
//! let today = Date { year: 2025, month: 9, day: 1 };
//! let session = Session::load(&rules, "规则", today);
//! assert!(session.diagnostics().is_empty());
//!
//! let report = "支出决算表\n公开03表\n部门名称:某某局\n2024年度\n单位:万元\n\
//!     科目代码,科目名称,支出合计,基本支出,项目支出\n\
//!     ,合计,90.00,70.00,20.00\n\
//!     201,一般公共服务支出,90.00,70.00,25.00\n";
//! let examined = session.check_bytes("某某局.csv", report.as_bytes(), &CheckOptions::default());
//! let findings: Vec<_> = examined.checked.groups.iter().flat_map(|group| &group.findings).collect();
//! let comparison = findings[0].comparison.as_ref().unwrap();
//! assert_eq!(&*findings[0].rule.id, "分项");
//! assert_eq!(comparison.difference_text, "-5.00 万元");
//! ```
//!
//! # Layers
//!
//! | what becomes of rules and reports | modules |
//! | --- | --- |
//! | places, values and what is said about rules and files | [`source`], [`value`], [`diagnostic`] |
//! | rules: text → tree → ruleset → plan | [`syntax`], [`builtin`], [`form`], [`ruleset`], [`plan`], [`resolve`] |
//! | reports: bytes → document → report | [`read`], [`report`], [`recognise`] |
//! | both: outcomes → findings | [`evaluate`], [`finding`] |
//! | what people and programs use | [`session`], [`render`], [`format`](mod@format), [`ide`], [`lsp`], [`cli`] |
//!
//! `ARCHITECTURE.md` says more, and follows one figure to its finding.

pub mod builtin;
pub mod cli;
pub mod diagnostic;
pub mod evaluate;
pub mod finding;
pub mod form;
pub mod format;
pub mod ide;
pub mod lsp;
pub mod plan;
pub mod read;
pub mod recognise;
pub mod render;
pub mod report;
pub mod resolve;
pub mod ruleset;
pub mod session;
pub mod source;
pub mod syntax;
pub mod value;
