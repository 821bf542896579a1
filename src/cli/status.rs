//! Exit statuses: the one table.

use std::process::ExitCode;

/// How a run ended; a graver one wins over a lesser one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// 0: everything asked for was done, and nothing was found.
    #[default]
    Clean,
    /// 1: findings at or above the threshold; tests that failed; files that `fmt --check` would change.
    Findings,
    /// 2: the run itself had errors, so that its result is not the whole truth.
    Trouble,
}

/// The table as `gouji check --help` shows it.
pub const HELP: &str = "退出状态:
  0  没有达到级别的问题
  1  有达到级别的问题(级别由 --fail-on 定,默认为错误)
  2  运行本身有错(与 1 同时出现时为 2):
     报告找不到、读不出、没有读全或一张表也没有认出,
     没有报告可核对,规则有错,用法有误";

impl Status {
    /// The graver of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }

    /// `Findings` where there are some.
    #[must_use]
    pub fn findings_if(found: bool) -> Self {
        if found { Self::Findings } else { Self::Clean }
    }

    /// `Trouble` where there is some.
    #[must_use]
    pub fn trouble_if(trouble: bool) -> Self {
        if trouble { Self::Trouble } else { Self::Clean }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Trouble => 2,
        })
    }
}
