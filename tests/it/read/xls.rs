//! Workbooks of the old kind, built byte by byte.

use super::{Read, check, check_refused};

/// A record of an xls stream.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

fn words(list: &[u16]) -> Vec<u8> {
    list.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A number cell of an xls in the style numbered `style`.
fn number(row: u16, column: u16, style: u16, value: f64) -> Vec<u8> {
    record(
        0x0203,
        &[words(&[row, column, style]), value.to_le_bytes().to_vec()].concat(),
    )
}

/// A text cell of an xls.
fn label(row: u16, column: u16, text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let head = [words(&[row, column, 0, u16::try_from(units.len()).unwrap()]), vec![1]].concat();
    record(0x0204, &[head, words(&units)].concat())
}

/// The stream of an xls with one sheet of these records; `globals` stand before the list of sheets.
fn xls_stream(globals: &[u8], sheet: &[Vec<u8>]) -> Vec<u8> {
    let start = |kind: u16| record(0x0809, &words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let head = [
        start(5),
        globals.to_vec(),
        record(0x00E0, &words(&[0; 10])),
        record(0x00E0, &words(&[0, 10, 0, 0, 0, 0, 0, 0, 0, 0])),
    ]
    .concat();
    let name = [&[2_u8, 1][..], &words(&[0x8868, 0x4E00])].concat();
    let position = u32::try_from(head.len() + 4 + 6 + name.len() + 4).unwrap();
    let sheets = record(0x0085, &[&position.to_le_bytes()[..], &[0, 0], &name].concat());
    [
        head,
        sheets,
        record(0x000A, &[]),
        start(0x10),
        sheet.concat(),
        record(0x000A, &[]),
    ]
    .concat()
}

/// A compound file with one stream.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).unwrap();
    let tables = (sectors + 4).div_ceil(127);
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (at, word) in [(24, 0x3E_u16), (26, 3), (28, 0xFFFE), (30, 9), (32, 6)] {
        header[at..at + 2].copy_from_slice(&word.to_le_bytes());
    }
    let end = 0xFFFF_FFFE_u32;
    for (at, long) in [(44, tables), (48, tables), (56, 4096), (60, end), (68, end)] {
        header[at..at + 4].copy_from_slice(&long.to_le_bytes());
    }
    header[76..].fill(0xFF);
    for table in 0..tables {
        let at = 76 + 4 * table as usize;
        header[at..at + 4].copy_from_slice(&table.to_le_bytes());
    }
    let mut table: Vec<u32> = vec![0xFFFF_FFFD; tables as usize];
    table.push(end);
    table.extend((tables + 2..tables + 1 + sectors).chain([end]));
    table.resize(128 * tables as usize, 0xFFFF_FFFF);
    let table: Vec<u8> = table.iter().flat_map(|id| id.to_le_bytes()).collect();
    let entry = |name: &str, kind: u8, start: u32, length: u32| {
        let mut entry = vec![0_u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).unwrap();
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&length.to_le_bytes());
        entry
    };
    let length = u32::try_from(stream.len()).unwrap();
    let directory = [
        entry("Root Entry", 5, end, 0),
        entry(name, 2, tables + 1, length),
        vec![0; 256],
    ]
    .concat();
    [header, table, directory, stream].concat()
}

#[test]
fn xls() {
    let sheet = [
        record(0x007D, &words(&[1, 1, 2000, 0, 1, 0])),
        record(
            0x0200,
            &[&0_u32.to_le_bytes()[..], &3_u32.to_le_bytes(), &words(&[0, 4, 0])].concat(),
        ),
        record(0x0208, &words(&[1, 0, 4, 300, 0, 0, 0x0120, 0])),
        label(0, 0, "标题"),
        label(0, 1, "页码"),
        number(1, 0, 0, 8_508.680_000_000_17),
        number(1, 2, 1, 0.125),
        record(
            0x00BD,
            &[
                words(&[2, 0, 0]),
                0x4008_0000_u32.to_le_bytes().to_vec(),
                words(&[1]),
                0x3FF0_0000_u32.to_le_bytes().to_vec(),
                words(&[1]),
            ]
            .concat(),
        ),
        record(0x00E5, &words(&[1, 0, 0, 2, 3])),
    ];
    let bytes = compound("Workbook", &xls_stream(&[], &sheet));
    let expected = "[表一]\n标题\n_8508.68=8508.68000000017||12.50%=0.125/2%\n3=3\n";
    check(
        "a.et",
        &bytes,
        expected,
        "GJ0313 工作表“表一”的 B 列是隐藏的,没有读取\n",
    );
}

#[test]
fn hostile_compounds() {
    let one = || xls_stream(&[], &[label(0, 0, "x")]);
    let good = compound("Workbook", &one());
    check("a.xls", &good, "[表一]\nx\n", "");
    check_refused("a.xlsx", &compound("EncryptedPackage", &[0; 5000]), "GJ0304", "密码");
    check_refused("a.doc", &compound("WordDocument", &[0; 5000]), "GJ0302", "Word");
    check_refused(
        "a.ppt",
        &compound("PowerPoint Document", &[0; 5000]),
        "GJ0302",
        "演示文稿",
    );
    check_refused("a.msg", &compound("other", &[0; 5000]), "GJ0302", "复合文档");
    let locked = xls_stream(&record(0x002F, &words(&[1, 1, 1])), &[label(0, 0, "x")]);
    check_refused("a.xls", &compound("Workbook", &locked), "GJ0304", "密码");
    // The directory's chain runs in a circle; so does the stream's, which ends by its length.
    let mut circle = good.clone();
    circle[516..520].copy_from_slice(&1_u32.to_le_bytes());
    check_refused("a.xls", &circle, "GJ0305", "打不开");
    let mut circle = good.clone();
    circle[520..524].copy_from_slice(&2_u32.to_le_bytes());
    Read::new("a.xls", &circle);
    // A stream of 4 GB, and a table of small sectors as long.
    for at in [1024 + 128 + 120, 64] {
        let mut long = good.clone();
        long[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        check_refused("a.xls", &long, "GJ0305", "打不开");
    }
    let claims = [record(
        0x0200,
        &[&[0; 4][..], &[0xFF; 4], &[0, 0, 0xFF, 0xFF, 0, 0]].concat(),
    )];
    check_refused(
        "a.xls",
        &compound("Workbook", &xls_stream(&[], &claims)),
        "GJ0305",
        "打不开",
    );
    let corners = [label(0, 0, "x"), label(65_535, 65_535, "y")];
    check_refused(
        "a.xls",
        &compound("Workbook", &xls_stream(&[], &corners)),
        "GJ0307",
        "跨度过大",
    );
    for length in (8..good.len()).step_by(61) {
        Read::new("a.xls", &good[..length]);
    }
    for at in (0..good.len()).step_by(7) {
        let mut damaged = good.clone();
        damaged[at] ^= 0x55;
        Read::new("a.xls", &damaged);
    }
}

/// The table of one shared string, cut into records, and its cells in column A.
fn shared_string(text: &str, uses: u16) -> Vec<u8> {
    let mut rest: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(rest.len() / 2).unwrap();
    let mut table = Vec::new();
    let mut head = [&[1, 0, 0, 0, 1, 0, 0, 0][..], &length.to_le_bytes(), &[1]].concat();
    let mut kind = 0x00FC;
    while !rest.is_empty() || kind == 0x00FC {
        let here: Vec<u8> = rest.drain(..rest.len().min(8000)).collect();
        table.extend(record(kind, &[head, here].concat()));
        (kind, head) = (0x003C, vec![1]);
    }
    let cells: Vec<Vec<u8>> = (0..uses)
        .map(|row| record(0x00FD, &words(&[row, 0, 0, 0, 0])))
        .collect();
    compound("Workbook", &xls_stream(&table, &cells))
}

#[test]
fn shared_strings() {
    check("a.xls", &shared_string("合计", 2), "[表一]\n合计\n合计\n", "");
    let long = "长".repeat(60_000);
    let read = Read::new("a.xls", &shared_string(&long, 2));
    assert_eq!(read.grids()[0].rows[1].cells[0].text.chars().count(), 43_690);
    check_refused("a.xls", &shared_string(&long, 4000), "GJ0307", "文字过多");
}
