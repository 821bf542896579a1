//! Every rule over every row and column it speaks of.

mod grid_run;
mod order;
mod rule_run;
