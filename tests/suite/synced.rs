//! Which folders are taken for those of a service that carries them elsewhere.

use std::path::Path;

use backstride_core::vault::synced::{Service, synced};
use backstride_core::worded::Worded as _;

/// A folder and the service; `~` = the home of that system, `-` = none.
const WINDOWS: &str = r"
~\OneDrive | onedrive
~\OneDrive\Documents | onedrive
~\OneDrive - The Clinic\Desktop | onedrive
~\onedrive\Downloads | onedrive
D:\OneDrive\Backups | onedrive
~\Dropbox | dropbox
~\Dropbox (Personal)\health | dropbox
E:\Dropbox | dropbox
~\iCloudDrive | icloud
~\iCloud Drive\x | icloud
~\Google Drive\My Drive | google_drive
G:\My Drive | google_drive
G:\My Drive\Backstride | google_drive
~\Nextcloud | nextcloud
~\Nextcloud2\x | nextcloud
~\ownCloud | owncloud
~\Box | box
~\Box Sync\x | box
~\MEGA | mega
~\MEGAsync\x | mega
~\pCloudDrive | pcloud
~\Proton Drive\My files | proton
~/OneDrive/Documents | onedrive
~\Documents | -
~\Downloads | -
~\Desktop | -
~\AppData\Local\Backstride | -
D:\ | -
E:\Backups | -
E:\Box | -
~\Documents\box | -
~\Documents\Mega | -
~\Dropboxes | -
~\my onedrive notes | -
~\Onedriver | -
E:\Photos\My Drive | -
~\Music\Cloud | -
\\server\share\copies | -
~\Boxes | -
~\mega hits | -
";

const MACOS: &str = "
~/Library/Mobile Documents/com~apple~CloudDocs | icloud
~/Library/Mobile Documents/com~apple~CloudDocs/Health | icloud
~/Library/CloudStorage/OneDrive-Personal | onedrive
~/Library/CloudStorage/OneDrive-TheClinic/x | onedrive
~/Library/CloudStorage/Dropbox | dropbox
~/Library/CloudStorage/Dropbox-Work/x | dropbox
~/Library/CloudStorage/GoogleDrive-ada@example.org/My Drive | google_drive
~/Library/CloudStorage/Box-Box | box
~/Library/CloudStorage/ProtonDrive-ada@example.org | proton
~/Library/CloudStorage/Nextcloud-cloud.example.org | nextcloud
~/Library/CloudStorage/Something-new | other
~/Dropbox | dropbox
~/Dropbox (Personal) | dropbox
~/Google Drive | google_drive
~/OneDrive | onedrive
~/Nextcloud/x | nextcloud
~/ownCloud | owncloud
~/Box | box
~/Box Sync | box
~/MEGA | mega
~/pCloud Drive | pcloud
/Volumes/GoogleDrive/My Drive | google_drive
~/iCloud Drive (Archive) | icloud
~/Documents | -
~/Downloads | -
~/Desktop | -
~/Library/Application Support/Backstride | -
~/Library/Containers/x | -
/Volumes/STICK | -
/Volumes/Box | -
/Volumes/Mega | -
~/Documents/Box | -
~/Documents/Mobile Documents | -
~/Documents/dropboxed | -
~/Pictures/icloud drives | -
~/Music | -
~/Documents/google drivers | -
/private/tmp | -
/Applications | -
/Volumes/Backup/Documents | -
~/Documents/CloudStorages/x | -
";

const LINUX: &str = "
~/Dropbox | dropbox
~/Dropbox/Apps/x | dropbox
~/Nextcloud | nextcloud
~/Nextcloud/health | nextcloud
~/nextcloud | nextcloud
/media/data/Nextcloud | nextcloud
~/ownCloud | owncloud
~/OneDrive | onedrive
~/OneDrive/Documents | onedrive
~/Google Drive | google_drive
~/GoogleDrive/x | google_drive
~/MEGA | mega
~/MEGA/x | mega
~/pCloudDrive | pcloud
~/pCloudDrive/x | pcloud
~/Box | box
~/Proton Drive | proton
/run/user/1000/gvfs/google-drive:host=example.org,user=ada | google_drive
/run/user/1000/gvfs/google-drive:host=example.org,user=ada/0AB | google_drive
/run/user/1000/gvfs/onedrive:host=x/y | onedrive
/run/user/1000/gvfs/davs:host=cloud.example.org | other
/run/user/1000/gvfs/dav:host=cloud.example.org/x | other
~/Dropbox | dropbox
~/MEGA | mega
~ | -
~/Documents | -
~/Downloads | -
~/Schreibtisch | -
~/.local/share/backstride | -
/media/ada/STICK | -
/media/ada/Box | -
/run/media/ada/MEGA | -
/run/user/1000/gvfs/mtp:host=phone/Card | -
/run/user/1000/gvfs/smb-share:server=nas,share=x | -
/mnt/backup | -
~/Documents/mega | -
~/Projects/box | -
~/dropbox_export.old | -
~/Videos/OneDrives | -
~/Music/My Drive | -
/ | -
";

#[test]
fn folders_that_a_service_carries_are_known_by_their_names_and_no_others_are() {
    let (mut attempted, mut wrong) = (0, Vec::new());
    for (corpus, above, separator) in [
        (WINDOWS, r"C:\Users", r"\"),
        (MACOS, "/Users", "/"),
        (LINUX, "/home", "/"),
    ] {
        let home = [above, "ada"].join(separator);
        let mut here = 0;
        for line in corpus.lines().filter(|it| !it.is_empty()) {
            let (folder, wanted) = line.split_once(" | ").expect("two parts");
            let folder = folder.replacen('~', &home, 1);
            here += 1;
            let found = synced(Path::new(&folder), Some(Path::new(&home)));
            let found = found.map_or("-", |it| it.word());
            if found != wanted {
                wrong.push(format!("{folder}: {found}, and it is {wanted}"));
            }
        }
        assert!(here >= 40, "{above}: only {here}");
        attempted += here;
    }
    println!("folders: attempted {attempted}, wrong {}", wrong.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The control: without a home, a name that is a word as well says nothing.
    assert_eq!(synced(Path::new("/ada/MEGA"), None), None);
    assert_eq!(
        synced(Path::new("/ada/Dropbox"), None),
        Some(Service::Dropbox)
    );
}
