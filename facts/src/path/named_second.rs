//! Files that a tool names after the second in which it makes them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// How the tools spell a second at the start of a name: Rails, Ecto, Prisma, Supabase, Entity Framework, Knex and
/// Sequelize; Laravel.
const SPELLINGS: [(&str, usize); 2] = [("%Y%m%d%H%M%S", 14), ("%Y_%m_%d_%H%M%S", 17)];
/// Names with a year before this one are numbers of another kind.
const FIRST_YEAR: i16 = 2000;

/// The second in which a tool made the file, Unix seconds, as the name of a migration states it; `None` for all other
/// files.
///
/// Migrations are changes of a database that run in the order of their names, so tools begin the names with the second:
/// `db/migrate/20240501123456_add_users.rb`, `prisma/migrations/20240501123456_users/migration.sql`. Most use UTC; some
/// use the clock's own zone, so the second is exact to 14 hours only. Rounded seconds are typed by hand and do not count,
/// nor does a second in the first minute of a day, which is a date with a number.
#[must_use]
pub fn named_second(path: &[u8]) -> Option<i64> {
    let path = std::str::from_utf8(path).ok()?;
    let mut parts: Vec<&str> = path.split('/').collect();
    let file = parts.pop()?;
    let is_for_migrations = |part: &&str| part.to_ascii_lowercase().contains("migrat");
    if !parts.iter().any(is_for_migrations) {
        return None;
    }
    // Prisma makes a folder for each migration.
    let folder = parts.last().copied().filter(|_| file == "migration.sql");
    let name = folder.unwrap_or(file);
    SPELLINGS.iter().find_map(|(spelling, length)| {
        let (stamp, rest) = name.split_at_checked(*length)?;
        if !rest.starts_with(['_', '-', '.']) {
            return None;
        }
        let second = DateTime::strptime(spelling, stamp).ok()?;
        let is_typed = second.second() == 0 || (second.hour() == 0 && second.minute() == 0);
        if is_typed || second.year() < FIRST_YEAR {
            return None;
        }
        let instant = TimeZone::UTC.to_timestamp(second).ok()?;
        Some(instant.as_second())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_name_their_second() {
        for path in [
            "db/migrate/20240501123456_add_users.rb",
            "apps/a/priv/repo/migrations/20240501123456_add_users.exs",
            "prisma/migrations/20240501123456_add_users/migration.sql",
            "supabase/migrations/20240501123456_users.sql",
            "src/Data/Migrations/20240501123456_Users.Designer.cs",
            "database/migrations/2024_05_01_123456_create_users.php",
            "migrations/20240501123456-users.js",
        ] {
            assert_eq!(named_second(path.as_bytes()), Some(1_714_566_896), "{path}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for path in [
            "logs/20240501123456_run.txt",
            "db/migrate/20240501120000_rounded.rb",
            "db/migrate/20240501000012_counted.rb",
            "db/migrate/20249901123456_no_month.rb",
            "db/migrate/00001234567890_number.rb",
            "db/migrate/202405011234567_longer.rb",
            "db/migrate/0001_initial.py",
            "db/migrate/2024.rb",
            "db/migrate/abc",
            "db/migrate/ééééééééé",
        ] {
            assert_eq!(named_second(path.as_bytes()), None, "{path}");
        }
        assert_eq!(named_second(b"db/migrate/\xff"), None);
    }
}
