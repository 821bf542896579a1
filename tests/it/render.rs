//! Outputs.
use super::sample::{Carrier, gaoping};
use gouji::render::{self, Options};

fn rendered(carrier: Carrier, name: &str, options: Options) -> String {
    let sample = gaoping(carrier);
    let reports = [sample.checked()];
    let mut out = Vec::new();
    sample
        .with_run(&reports, |run| {
            render::find(name).unwrap().render(run, options, &mut out)
        })
        .unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn look() {
    println!("{}", rendered(Carrier::Text, "human", Options::default()));
    println!(
        "==========\n{}",
        rendered(
            Carrier::Workbook,
            "human",
            Options {
                width: 80,
                ascii: true,
                ..Options::default()
            }
        )
    );
}
