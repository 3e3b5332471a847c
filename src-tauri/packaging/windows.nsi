; The installer for Windows: for this person alone, without an administrator. `cargo xtask package` says where everything is:
; VERSION, PROGRAMS (the folder of the two programs), PROJECT (the root of the project), OUT (the installer to write).
;
; Toasts need one thing of it: their name in the registry, with what stands above them and the picture beside them
; (learn.microsoft.com, "Send a local toast notification from other types of unpackaged apps"). No shortcut is needed for them.
; The diary is not touched by anything here, and stays when the program goes.

Unicode true
RequestExecutionLevel user
ManifestDPIAware true
SetCompressor /SOLID lzma

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "x64.nsh"

!define NAME "Backstride"
; The same as `APP` in the companion's toasts.rs and `NAME` in autostart.rs.
!define TOASTS "Software\Classes\AppUserModelId\Backstride.Reminders"
!define AUTOSTART "BackstrideReminders"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
; The part of Windows that draws the window; the number is the same on every computer
; (learn.microsoft.com, "Distribute your app and the WebView2 Runtime").
!define WEBVIEW "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME}, installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "The Backstride contributors"
VIAddVersionKey "LegalCopyright" "2026 The Backstride contributors. MIT or Apache-2.0."

!define MUI_ICON "${PROJECT}\src-tauri\icons\icon.ico"
!define MUI_UNICON "${PROJECT}\src-tauri\icons\icon.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\backstride.exe"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Ends the companion, and waits for the person to close the window. Every look of the companion is on the disk before it shows
; anything, so ending it at any moment loses nothing.
!macro closed un
Function ${un}closed
  ReadEnvStr $1 "USERNAME"
  nsExec::Exec 'taskkill /F /FI "USERNAME eq $1" /IM backstride-agent.exe'
  Pop $0
  again:
  ${If} ${FileExists} "$INSTDIR\backstride.exe"
    ; A program that runs cannot be opened for writing.
    ClearErrors
    FileOpen $0 "$INSTDIR\backstride.exe" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Backstride is still open. Close its window, then choose Retry." /SD IDCANCEL IDRETRY again
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
FunctionEnd
!macroend
!insertmacro closed ""
!insertmacro closed "un."

; What Windows lacks is said, and nothing is fetched: this program uses no network, and neither does its installer.
Function webview
  SetRegView 64
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW}" "pv"
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\${WEBVIEW}" "pv"
  ${EndIf}
  ${If} $0 == ""
  ${OrIf} $0 == "0.0.0.0"
    MessageBox MB_OK|MB_ICONEXCLAMATION "Backstride is installed, but its window cannot open yet. It needs a part of Windows called WebView2 Runtime, which most computers have. You can get it from Microsoft: look for “WebView2 Runtime”." /SD IDOK
  ${EndIf}
FunctionEnd

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "Backstride needs a 64-bit Windows." /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Section "${NAME}"
  Call closed
  SetOutPath "$INSTDIR"
  File "${PROGRAMS}\backstride.exe"
  File "${PROGRAMS}\backstride-agent.exe"
  ; Compilers other than Microsoft's leave the door to WebView2 beside the program.
  !if /FileExists "${PROGRAMS}\WebView2Loader.dll"
    File "${PROGRAMS}\WebView2Loader.dll"
  !endif
  File /oname=backstride.png "${PROJECT}\src-tauri\icons\128x128.png"
  File "${PROJECT}\LICENSE-MIT"
  File "${PROJECT}\LICENSE-APACHE"
  File "${PROJECT}\assets\fonts\OFL.txt"
  File /oname=copyright.txt "${PROJECT}\src-tauri\packaging\copyright"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\backstride.exe"

  WriteRegExpandStr HKCU "${TOASTS}" "DisplayName" "${NAME}"
  WriteRegExpandStr HKCU "${TOASTS}" "IconUri" "$INSTDIR\backstride.png"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\backstride.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Backstride contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  Call webview
SectionEnd

Section "Uninstall"
  Call un.closed
  ; Each by its name: whatever else lies there is not ours.
  Delete "$INSTDIR\backstride.exe"
  Delete "$INSTDIR\backstride-agent.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\backstride.png"
  Delete "$INSTDIR\LICENSE-MIT"
  Delete "$INSTDIR\LICENSE-APACHE"
  Delete "$INSTDIR\OFL.txt"
  Delete "$INSTDIR\copyright.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${TOASTS}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${AUTOSTART}"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${AUTOSTART}"
SectionEnd
