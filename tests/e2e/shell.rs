//! The command line beside the window: logging from a shell, and one window however often it is started.

use crate::desktop::{self, Desktop, Outcome};
use crate::profile;
use crate::window::Window;

fn backstride(desktop: &Desktop, words: &[&str]) -> Outcome {
    desktop.run(desktop.command(desktop::program("backstride")).args(words))
}

#[tokio::test]
async fn log_from_a_shell_goes_through_the_running_window_or_straight_into_the_diary() {
    let mut desktop = Desktop::new();
    let direct = backstride(&desktop, &["log", "4"]);
    assert_eq!(direct.code, Some(0), "{direct:?}");
    assert_eq!(direct.stdout.trim(), "Saved: pain 4.");
    assert_eq!(profile::entries(&desktop.profile()), 1);

    let window = Window::open_settled(&mut desktop).await;
    assert!(window.text("pain-last").await.contains("Last saved: 4"));
    let through = backstride(&desktop, &["log", "7"]);
    assert_eq!(through.code, Some(0), "{through:?}");
    assert_eq!(through.stdout.trim(), "Saved: pain 7.");
    window
        .wait_js(
            "Today shows it without being asked",
            "return document.querySelector('[data-testid=\"pain-last\"]').innerText.includes('Last saved: 7')",
        )
        .await;
    assert_eq!(window.total().await, 2);

    for nonsense in [&["log", "11"][..], &["log", "2.5"], &["log"], &["burn"]] {
        let outcome = backstride(&desktop, nonsense);
        assert_eq!(outcome.code, Some(2), "{nonsense:?}: {outcome:?}");
        assert!(
            outcome.stderr.contains("backstride log NUMBER"),
            "{outcome:?}"
        );
    }
    assert_eq!(window.total().await, 2);
    desktop.assert_nothing_panicked();
}

#[tokio::test]
async fn a_second_start_brings_the_first_window_forward_in_the_room_that_was_asked_for() {
    let mut desktop = Desktop::new();
    let window = Window::open_settled(&mut desktop).await;
    let second = backstride(&desktop, &["--room", "guides"]);
    assert_eq!(second.code, Some(0), "{second:?}");
    window.arrive("#/guides").await;
    assert_eq!(desktop.process("backstride"), window.pid);
    assert_eq!(window.window_count().await, 1);

    // A window that died leaves a socket behind; the next one replaces it.
    window.kill(&desktop);
    let window = Window::open(&mut desktop).await;
    let third = backstride(&desktop, &["--room", "check"]);
    assert_eq!(third.code, Some(0), "{third:?}");
    window.arrive("#/check").await;
    desktop.assert_nothing_panicked();
}
