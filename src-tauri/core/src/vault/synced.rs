//! Which folders are carried to other computers by a service, judged by their names alone: a file that is put there leaves
//! this computer, and a warning belongs before it.

use std::path::Path;

use crate::worded::worded;

worded! {
    /// A service that carries folders.
    Service in "service" {
        /// Box.
        Box = "box",
        /// Dropbox.
        Dropbox = "dropbox",
        /// Google Drive.
        GoogleDrive = "google_drive",
        /// iCloud Drive.
        ICloud = "icloud",
        /// MEGA.
        Mega = "mega",
        /// Nextcloud.
        Nextcloud = "nextcloud",
        /// OneDrive.
        OneDrive = "onedrive",
        /// ownCloud.
        OwnCloud = "owncloud",
        /// pCloud.
        PCloud = "pcloud",
        /// Proton Drive.
        Proton = "proton",
        /// One that is not known by name, in a place of the system that is only for such services.
        Other = "other",
    }
}

/// How such a service names its folder: the beginning of the name, in small letters.
const NAMES: [(&str, Service); 12] = [
    ("onedrive", Service::OneDrive),
    ("dropbox", Service::Dropbox),
    ("icloud drive", Service::ICloud),
    ("iclouddrive", Service::ICloud),
    ("google drive", Service::GoogleDrive),
    ("googledrive", Service::GoogleDrive),
    ("nextcloud", Service::Nextcloud),
    ("owncloud", Service::OwnCloud),
    ("pclouddrive", Service::PCloud),
    ("pcloud drive", Service::PCloud),
    ("proton drive", Service::Proton),
    ("protondrive", Service::Proton),
];

/// Names that are words as well, and tell of a service only where it puts its folder by itself.
const AT_HOME: [(&str, Service); 5] = [
    ("box", Service::Box),
    ("box sync", Service::Box),
    ("mega", Service::Mega),
    ("megasync", Service::Mega),
    ("my drive", Service::GoogleDrive),
];

/// The service that carries a folder; `None` = none that is known, which does not mean that none does.
///
/// `home` is the person's own folder. Both kinds of separators are understood, because a path can be written with either.
#[must_use]
pub fn synced(folder: &Path, home: Option<&Path>) -> Option<Service> {
    let parts = parts(folder);
    let home = home.map(self::parts).filter(|home| parts.starts_with(home));
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| parts[at].as_str());
        // macOS puts all of them here.
        if before == Some("cloudstorage") {
            return Some(
                named(part)
                    .or_else(|| own_place(part))
                    .unwrap_or(Service::Other),
            );
        }
        if part == "mobile documents" && before == Some("library") {
            return Some(Service::ICloud);
        }
        // GNOME mounts them here.
        if before == Some("gvfs") {
            let mounted = part.split(':').next();
            return match mounted {
                Some("google-drive") => Some(Service::GoogleDrive),
                Some("onedrive") => Some(Service::OneDrive),
                // A dav folder is that of a server, whatever its make is.
                Some("dav" | "davs") => Some(Service::Other),
                _ => None,
            };
        }
        if let Some(service) = named(part) {
            return Some(service);
        }
        // The drive of its own that Google gives itself on Windows.
        let in_drive = at == 1 && parts[0].ends_with(':') && part == "my drive";
        let at_home = home.as_ref().is_some_and(|home| home.len() == at) || in_drive;
        if let Some(service) = own_place(part).filter(|_| at_home) {
            return Some(service);
        }
    }
    None
}

fn parts(path: &Path) -> Vec<String> {
    path.to_string_lossy()
        .split(['/', '\\'])
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The name itself, or the name and what a service puts behind it to tell accounts apart.
fn named(part: &str) -> Option<Service> {
    NAMES.iter().find_map(|(name, service)| {
        let rest = part.strip_prefix(name)?;
        let own = rest.is_empty()
            || [" (", " - ", "-"].iter().any(|sign| rest.starts_with(sign))
            || rest.chars().all(|it| it.is_ascii_digit());
        own.then_some(*service)
    })
}

fn own_place(part: &str) -> Option<Service> {
    AT_HOME.iter().find_map(|(name, service)| {
        let rest = part.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with('-')).then_some(*service)
    })
}
