//! The product as a person meets it: the real window, the real companion, the real notification daemon.
//!
//! Each test has a desktop of its own and none sees the network. They need the packages that `cargo xtask test`
//! installs, and run on Linux, where every part of a desktop can be had without a person in front of it.
#![cfg(target_os = "linux")]

mod desktop;
mod window;
mod wire;

#[tokio::test]
async fn the_floor_opens() {
    let mut desktop = desktop::Desktop::new();
    let launch = window::Launch {
        binary: Some(desktop::program("backstride-floor")),
        ..Default::default()
    };
    let window = window::Window::launch_any(&mut desktop, launch).await;
    assert_eq!(window.driver().title().await.unwrap(), "Backstride floor");
    window
        .try_picture(&desktop::project().join("target/screenshots/floor.png"))
        .await
        .unwrap();
    window.resize(window::ROOMY).await;
    window.resize(window::SMALLEST).await;
}
