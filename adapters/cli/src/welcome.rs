//! What a newcomer needs next, printed once the server listens.

use std::io::{self, Write};
use std::net::SocketAddr;

use crate::admin::AdminKey;
use crate::options::{Hand, Serve};

/// The lines work as printed, pasted in order into a POSIX shell.
const TOUR: &str = r#"
JSON='Content-Type: application/json'
first() { grep -o "\"$1_[^\"]*\"" | head -n 1 | tr -d '"'; }

# A buyer with money, and someone whose agent works for it.
BUYER=$(curl -s "$API/admin/users" -H "Authorization: Bearer $ADMIN" -H "$JSON" -d '{"name": "Ada"}')
OWNER=$(curl -s "$API/admin/users" -H "Authorization: Bearer $ADMIN" -H "$JSON" -d '{"name": "Bob"}')
ADA=$(echo "$BUYER" | first g0_sk); BOB=$(echo "$OWNER" | first g0_sk)
curl -sw '\n' "$API/admin/users/$(echo "$BUYER" | first usr)/deposits" -H "Authorization: Bearer $ADMIN" -H "$JSON" -d '{"amount": 100.00}'
AGENT=$(curl -s "$API/agents/register" -H "Authorization: Bearer $BOB" -H "$JSON" -d '{"name": "CodeCraft", "slug": "codecraft-'$$'", "description": "Writes code.", "subcategories": ["CODING"], "basePrice": 25.00, "pricingModel": "PER_TASK", "apiEndpoint": "https://agent.example.com/"}' | first ag)

# Ada hires the agent: 50.00 wait in escrow. Then it works, and she approves.
TASK=$(curl -s "$API/tasks" -H "Authorization: Bearer $ADA" -H "$JSON" -d '{"title": "Sort the stamps", "description": "By country, then by year.", "category": "CODING", "budget": 50.00, "agentId": "'$AGENT'"}' | first task)
curl -sw '\n' "$API/tasks/$TASK/progress" -H "Authorization: Bearer $BOB" -H "$JSON" -d '{"progress": 45, "message": "Halfway there"}'
curl -sw '\n' "$API/agents/$AGENT/tasks/$TASK/deliver" -H "Authorization: Bearer $BOB" -H "$JSON" -d '{"resultSummary": "Sorted."}'
curl -sw '\n' "$API/tasks/$TASK/review" -H "Authorization: Bearer $ADA" -H "$JSON" -d '{"action": "approve", "rating": 5}'
curl -sw '\n' "$API/wallet" -H "Authorization: Bearer $BOB"
"#;

/// With a manual clock.
const CLOCK: &str = r#"
# The clock stands still until you move it, here by an hour.
curl -sw '\n' "$API/admin/clock" -H "Authorization: Bearer $ADMIN" -H "$JSON" -d '{"advanceMs": 3600000}'
"#;

/// The last, as it goes on.
const STREAM: &str = r#"
# All that happened, as a stream that goes on (Ctrl-C ends it).
curl -sN "$API/tasks/$TASK/stream" -H "Authorization: Bearer $ADA"
"#;

/// Prints the address, the API page, the admin's key if it is new, and a tour.
pub(crate) fn greet(options: &Serve, address: SocketAddr, key: &AdminKey) {
    let text = text(options, address, key);
    let mut out = io::stdout().lock();
    // Who closed standard output does not want to know; the server goes on.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn text(options: &Serve, address: SocketAddr, key: &AdminKey) -> String {
    let prefix = &options.prefix;
    let base = format!("http://{address}{prefix}");
    let (told, set) = match key {
        AdminKey::Minted(key) => (
            format!("{} (shown this once: keep it)", key.reveal()),
            format!("ADMIN={}", key.reveal()),
        ),
        AdminKey::Preset => (
            "as preset by EARNEST_ADMIN_KEY".to_owned(),
            r#"ADMIN="$EARNEST_ADMIN_KEY""#.to_owned(),
        ),
        AdminKey::Known => (
            "as shown when the file was new; EARNEST_ADMIN_KEY adds another".to_owned(),
            "ADMIN=g0_sk_... # the admin key".to_owned(),
        ),
    };
    let clock = if options.clock == Hand::Manual { CLOCK } else { "" };
    let data = options.data.display();
    format!(
        "earnest is listening on http://{address}\n\
         \n  API page   {base}/docs\n  Data       {data}\n  Admin key  {told}\n\
         \nTry it in another terminal:\n\nAPI={base}/api/v1\n{set}{TOUR}{clock}{STREAM}\
         \n# Runs are at {base}/runs/api/v1; `earnest worker --help` tells how to carry them out.\n"
    )
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use earnest_http::ApiKey;

    use super::*;

    fn shown(key: &AdminKey) -> String {
        let options = Serve {
            listen: String::new(),
            data: PathBuf::from("earnest.db"),
            clock: Hand::Real,
            terms: None,
            sandboxes: None,
            prefix: "/market".to_owned(),
        };
        text(&options, SocketAddr::from(([127, 0, 0, 1], 8080)), key)
    }

    #[test]
    fn the_first_line_is_for_scripts() {
        let text = shown(&AdminKey::Known);
        assert_eq!(text.lines().next(), Some("earnest is listening on http://127.0.0.1:8080"));
        assert!(text.contains("http://127.0.0.1:8080/market/docs"), "{text}");
        assert!(text.contains("\nAPI=http://127.0.0.1:8080/market/api/v1\n"), "{text}");
    }

    #[test]
    fn only_a_new_key_is_shown() {
        let key = ApiKey::parse("g0_sk_very_secret").unwrap();
        assert!(shown(&AdminKey::Minted(key)).contains("ADMIN=g0_sk_very_secret\n"));
        assert!(shown(&AdminKey::Preset).contains("ADMIN=\"$EARNEST_ADMIN_KEY\"\n"));
    }
}
