//! Archives: the bytes as they are, and as an archive in an archive.
#![no_main]

use gouji::read::archive::open;
use gouji_fuzz::package;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for bytes in [bytes, &package(&[("a.zip", bytes)])] {
        let Some(checked) = open(bytes) else { continue };
        for member in checked.value.members() {
            let leads_out = member.name.split('/').any(|step| matches!(step, "" | ".."));
            assert!(!leads_out, "{}", member.name);
            checked.value.read(member).ok();
        }
    }
});
