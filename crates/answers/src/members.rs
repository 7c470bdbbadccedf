//! Who is in the team, with which role and which devices, as `onus.members/1`.

use onus_case::{Role, TeamDeviceState, TeamMember};
use onus_model::value::date::Day;
use serde_json::{Value, json};

/// A role in a word.
#[must_use]
pub fn role_word(role: Role) -> &'static str {
    match role {
        Role::Reader => "reader",
        Role::Coder => "coder",
        Role::Reviewer => "reviewer",
        Role::Custodian => "custodian",
        Role::Owner => "owner",
    }
}

/// Whether a device can change the case, in a word.
#[must_use]
pub fn state_word(state: TeamDeviceState) -> &'static str {
    match state {
        TeamDeviceState::Enrolled => "enrolled",
        TeamDeviceState::Retired => "retired",
        TeamDeviceState::Revoked => "revoked",
        TeamDeviceState::Forked => "forked",
        TeamDeviceState::NotAdmitted => "not admitted",
    }
}

/// The day of a moment, `YYYY-MM-DD` in UTC.
#[must_use]
pub fn day(seconds: u64) -> String {
    let day = i64::try_from(seconds / 86_400).ok().and_then(Day::from_number);
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The team as a document of shape `onus.members/1`.
#[must_use]
pub fn to_json(team: &[TeamMember]) -> Value {
    let members = team.iter().map(|member| {
        let devices = member.devices.iter().map(|device| {
            json!({
                "device": device.device.to_string(), "state": state_word(device.state),
                "since": day(device.since), "commits": device.commits,
                "last": device.last.map(day), "here": device.is_here,
            })
        });
        json!({
            "member": member.member.to_string(), "name": member.name,
            "role": role_word(member.role), "since": day(member.since),
            "devices": devices.collect::<Vec<_>>(),
        })
    });
    json!({ "shape": "onus.members/1", "members": members.collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(951_782_399), "2000-02-28");
        assert_eq!(day(951_782_400), "2000-02-29");
        assert_eq!(day(1_700_000_000), "2023-11-14");
        assert_eq!(day(1_735_689_599), "2024-12-31");
    }
}
