use std::time::Duration;

use super::{Frame, LONGEST, Parser};

fn frame(id: Option<&str>, name: &str, data: &str) -> Frame {
    Frame { id: id.map(str::to_owned), name: name.to_owned(), data: data.to_owned() }
}

/// What a stream says, read in pieces of that many bytes.
fn read(text: &str, piece: usize) -> Vec<Frame> {
    let mut parser = Parser::default();
    for piece in text.as_bytes().chunks(piece) {
        parser.push(piece).unwrap();
    }
    std::iter::from_fn(|| parser.next()).collect()
}

#[test]
fn an_event_is_the_same_however_it_is_cut_and_whatever_ends_its_lines() {
    let text = "\u{feff}: hello\nid: 7.1\nevent: status\ndata: {\"a\":\ndata:  \"ü\"}\n\ndata\n\n";
    let expected =
        [frame(Some("7.1"), "status", "{\"a\":\n \"ü\"}"), frame(Some("7.1"), "message", "")];
    for end in ["\n", "\r", "\r\n"] {
        let text = text.replace('\n', end);
        for piece in 1..=text.len() {
            assert_eq!(read(&text, piece), expected, "{end:?} {piece}");
        }
    }
}

#[test]
fn what_is_not_whole_or_has_no_data_is_no_event() {
    assert_eq!(read("event: status\n\ndata: 1\n", 3), []);
    assert_eq!(read("event: lost\n\ndata: 1\n\n", 3), [frame(None, "message", "1")]);
    assert_eq!(read(": 1\nnews: 2\n\n", 3), []);
}

#[test]
fn an_id_stays_until_another_comes() {
    let text = "id: 1\ndata: a\n\ndata: b\n\nid: x\0y\ndata: c\n\nid\ndata: d\n\n";
    let ids: Vec<_> = read(text, 4).into_iter().map(|frame| frame.id).collect();
    assert_eq!(ids, [Some("1".into()), Some("1".into()), Some("1".into()), None]);
    let mut parser = Parser::after(Some("9".to_owned()));
    parser.push(b"data: a\n\n").unwrap();
    assert_eq!(parser.next(), Some(frame(Some("9"), "message", "a")));
}

#[test]
fn the_wait_that_the_server_asks_for_is_kept_if_it_is_a_number() {
    let mut parser = Parser::default();
    parser.push(b"retry: 2500\n").unwrap();
    assert_eq!(parser.retry(), Some(Duration::from_millis(2500)));
    parser.push(b"retry: soon\nretry: +1\nretry\n").unwrap();
    assert_eq!(parser.retry(), Some(Duration::from_millis(2500)));
}

#[test]
fn an_event_without_an_end_is_an_error() {
    let mut parser = Parser::default();
    parser.push(&vec![b'x'; LONGEST]).unwrap();
    assert!(parser.push(b"x").is_err());
    let mut parser = Parser::default();
    let line = format!("data: {}\n", "x".repeat(LONGEST / 4));
    let pushed = (0..5).map(|_| parser.push(line.as_bytes()).is_ok());
    assert_eq!(pushed.collect::<Vec<_>>(), [true, true, true, false, false]);
}
