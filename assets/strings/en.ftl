# Every word of the interface, the notifications and the command line, in British English. One message per thing said.

## The frame around every screen

app-name = Backstride
skip-to-content = Skip to the content
rail-label = Rooms
room-today = Today
room-diary = Diary
room-check = Check symptoms
room-routines = Routines
room-guides = Guides
room-reminders = Reminders
room-settings = Settings
rail-waiting =
    { $count ->
        [one] one waiting
       *[other] { $count } waiting
    }
rail-private = Your diary stays on this computer.
help-signs = When to get help
not-found-heading = There is nothing here
not-found-text = This address leads to no screen. Nothing of yours is lost.
not-found-action = Go to Today
load-failed = This could not be shown.
try-again = Try again
close = Close
cancel = Cancel
undo = Undo
messages-label = Messages
back-to-routines = All routines
back-to-guides = All guides

## Keyboard

keys-heading = Keys
keys-intro = Everything works without a mouse. Tab goes on, Shift and Tab goes back, Enter presses.
keys-open = Show the keys
keys-on-today = On Today
keys-everywhere = Everywhere
keys-in-check = In the symptom check
keys-check-yes = Yes, no or none, not sure
keys-check-choice = Tick an answer
keys-check-on = Go on
keys-check-back = Back to the question before
keys-in-guides = In Guides
keys-pain = Choose your pain, 0 to 9
keys-pain-ten = Choose 10
keys-pain-save = Save what you chose
keys-walk = Write down a walk
keys-entry = Write a full entry
keys-hide = Hide the window at once, and lock the diary if it has a passphrase
keys-help = Show this sheet
keys-rooms = Go to a room, in the order of the list
keys-settings = Go to Settings
keys-undo = Take back the last change
keys-redo = Do it again
keys-in-forms = In the forms of the diary
keys-save = Save
keys-form-pain = Choose the number, or that of a place on the body
keys-inside = Move between the choices of a group
keys-unsay = Take a number back
keys-search = Search
keys-hits = Move through what was found
keys-clear = Clear the search
keys-text-size = Larger and smaller text in a guide
keys-text-usual = The usual size of the text
key-enter = Enter
key-escape = Esc
key-arrows = ↑ ↓
key-all-arrows = ← → ↑ ↓
key-shift = Shift
key-backspace = Backspace
key-ctrl-n = Ctrl N
key-space = Space
key-range = to
key-or = or

## Today

today-morning = Good morning
today-afternoon = Good afternoon
today-evening = Good evening
pain-heading = How is your back right now?
pain-note = One click saves it. Or press 0 to 9, t for ten, then Enter.
pain-label = Pain right now, from 0 to 10
pain-low = No pain
pain-high = Worst pain you can imagine
pain-step = Pain { $step } of 10
pain-step-none = Pain 0 of 10, no pain
pain-step-worst = Pain 10 of 10, worst pain you can imagine
pain-last = Last saved: { $nrs }, { $when }.
pain-last-none = Last saved: an entry without a number, { $when }.
pain-open = Add details
pain-never = Nothing saved yet. Your first number starts the diary.
saved-toast = Saved: pain { $nrs } at { $time }.
toast-details = Add details
changed-toast = Changes saved.
log-failed = Not saved.
log-kept = Everything you saved before is still there.
next-heading = Next reminder
next-waiting-heading = Waiting for you
next-none = No reminder is set.
next-none-text = A short nudge each evening makes the diary easier to keep.
next-set = Set a reminder
next-open = Open reminders
next-off = Your reminder is switched off.
purpose-diary-check = How was your back today?
purpose-desk-break = A break from sitting
purpose-walk = Time for a walk
purpose-routine = Time for your routine
purpose-other = Reminder
when-at = { $day } at { $time }
when-part = { $day }, { $part }
last-today = today
last-yesterday = yesterday
when-today = Today
when-tomorrow = Tomorrow
when-yesterday = Yesterday
move-heading = A gentle exercise
move-open = Show me how
read-heading = Read next
read-minutes =
    { $minutes ->
        [one] 1 minute read
       *[other] { $minutes } minute read
    }
read-why = Why this one: { $why }
suggest-standing_eases = in { $of } walks you noted what eased the pain, and in { $times } of them it was standing still.
suggest-sitting_eases = you often note relief when you sit or bend: in { $times } of { $of } walks.
suggest-one_leg = it was often one leg that hurt: in { $times } of { $of } entries.
suggest-flare = you noted a flare-up that goes on.
suggest-more_walking = you walked { $times } minutes in the last week. In the weeks before it was about { $of }.
suggest-worse_after_walks = your pain was often stronger after a walk: in { $times } of { $of } walks.
suggest-better_after_walks = your pain was often less after a walk: in { $times } of { $of } walks.
suggest-bad_sleep = you often noted a bad night: { $times } of { $of } nights.
suggest-warmth_helps = warmth often helped you: { $times } of { $of } times.
week-walks-heading = Your walks
week-walks-minutes = { $minutes } min
week-walks-count =
    { $walks ->
        [one] One walk in the last 7 days.
       *[other] { $walks } walks in the last 7 days.
    }
week-walks-none = No walk in the last 7 days.
week-walks-last = Last walk: { $minutes } min, { $when }.
week-walks-today = today
week-walks-yesterday = yesterday
weeks-empty = Nothing in the last four weeks. Once you save a number, your days show here.
weeks-day = Day
weeks-entries = Entries
weeks-mean = Average
weeks-low = Lowest
weeks-high = Highest
date-short-jan = { $day } Jan
date-short-feb = { $day } Feb
date-short-mar = { $day } Mar
date-short-apr = { $day } Apr
date-short-may = { $day } May
date-short-jun = { $day } Jun
date-short-jul = { $day } Jul
date-short-aug = { $day } Aug
date-short-sep = { $day } Sep
date-short-oct = { $day } Oct
date-short-nov = { $day } Nov
date-short-dec = { $day } Dec

## Diary

diary-count =
    { $total ->
        [one] One entry since { $first }
       *[other] { $total } entries since { $first }
    }
diary-none = No entries yet
diary-list-heading = Entries
diary-empty-heading = Your diary starts with one number
diary-empty-text = Say how your back is, and it shows here with the date and time. You can add a note and change it later.
diary-trash = Trash
entry-edited = changed
entry-edit = Edit
entry-delete = Delete
entry-restore = Restore
edit-pain = How was your back?
edit-pain-step = Pain { $step } of 10
edit-note = Note
edit-note-hint = What were you doing? What helped? Only you can read it.
edit-save = Save
delete-failed = The entry was not deleted.
restore-failed = The entry is still in the trash.
trash-heading = Trash
trash-note = What you delete stays here for 30 days. Then it is gone for good.
trash-empty-heading = The trash is empty
trash-empty-text = What you delete from the diary waits here for 30 days, in case you want it back.
trash-back = Back to the diary
diary-new = New entry
diary-walk = New walk
diary-day = The day
pain-not-said = No number
time-past-midnight = { $time }, after midnight
time-unsaid = Time not noted
part-morning = Morning
part-afternoon = Afternoon
part-evening = Evening
part-night = Night
distance-m = { $value } m
distance-km = { $value } km
minutes = { $minutes } min
hours = { $hours } h
hours-minutes = { $hours } h { $minutes } min
name-at = { $name }, { $time }
not-said = Not recorded
record-pain = Pain { $nrs }, { $when }
record-pain-none = Entry, { $when }
record-walk = Walk of { $minutes }, { $when }
record-day = The day of { $date }
record-medicine = { $name }, { $when }
record-relief = { $method }, { $when }
record-flare = Flare: { $dates }
record-factor = Watched: { $name }
record-footwear = Shoes: { $name }
record-check = Symptom check: { $when }
record-question = Question: { $text }
record-plan = Walking plan
record-session = { $title }, { $when }
record-routine = Routine: { $name }
session-before = Pain before it
session-after = Pain after it
session-saved-toast = Saved.
session-line-before = pain { $nrs } before
session-line-after = pain { $nrs } after
session-line-part = not to its end
session-line-hurt = hurt: { $what }
record-plan-review = Answer about week { $week } of the plan
record-plan-check-in = Check-in after week { $week } of the plan
record-edit-label = Edit: { $what }
record-delete-label = Delete: { $what }
record-restore-label = Restore: { $what }
binned-toast = Moved to the trash: { $what }.
unbinned-toast = Back in the diary: { $what }.
undone-toast = Taken back: { $what }.
redone-toast = Done again: { $what }.
undo-none-toast = There is nothing to take back.
redo-none-toast = There is nothing to do again.
undo-conflict-toast = This was changed again since, so it stays as it is.
undo-failed-toast = That did not work. Nothing was changed.
saved-any-toast = Saved: { $what }.
restore-taken = Something newer stands in its place, such as another record of the same day or a flare on the same days. Move that one to the trash first.

## Diary: the list

list-search = Search what you wrote
list-count = { $shown } of { $total } shown
list-clear = Show everything
list-nothing-heading = Nothing here fits
list-nothing-text = Your entries are all still there. Show everything, or ask for less at once.
filter-open = Filter
filter-kind = What
filter-frame = What the number is about
filter-region = Place on the body
filter-nrs-min = Pain from
filter-nrs-max = Pain up to
filter-from = From day
filter-to = Up to day
filter-any = Any
kind-pain = Pain
kind-walk = Walks
kind-day = Whole days
kind-medicine = Medicines
kind-relief = Relief
kind-flare = Flares
kind-check = Symptom check
kind-session = Routines done

## Diary: the full entry

entry-heading-new = New entry
entry-heading-edit = Your entry
entry-note-new = Say as much or as little as you like. Everything can be changed later.
entry-pain-heading = How much does it hurt?
entry-frame = This number is about
frame-now = Right now
frame-morning = This morning
frame-day_average = The day on average
frame-day_worst = The worst of the day
frame-walk_before = Before a walk
frame-walk_peak = The worst on a walk
frame-walk_after = After a walk
frame-next_morning = The morning after a walk
entry-when-heading = When
entry-where-heading = Where does it hurt?
entry-feel-heading = What is it like?
entry-qualities = It feels
quality-ache = Aching
quality-stabbing = Stabbing
quality-burning = Burning
quality-electric = Electric, shooting
quality-cramping = Cramping
quality-stiff = Stiff
quality-throbbing = Throbbing
entry-legs-heading = Your legs
entry-legs-note = What you feel in your legs at the same time. Leave it empty if you did not look.
leg-left = Left leg
leg-right = Right leg
leg-pain_above_knee = Pain above the knee
leg-pain_below_knee = Pain below the knee
leg-tingling = Tingling
leg-numbness = Numb
leg-weakness = Weak
leg-nothing = Nothing
leg-line-left = Left leg: { $symptoms }
leg-line-right = Right leg: { $symptoms }
entry-save = Save
entry-save-another = Save and write another
entry-save-failed = Not saved. What you wrote is still here.
entry-empty = Say at least one thing: a number, a place, or a few words.
entry-regions-wrong = One place cannot be kept like this. Choose it again.
form-leave = Leave for now
draft-resumed = This is what you had begun. It is not saved yet.
draft-afresh = Start afresh
scale-clear = Take the number back
saved-entry-toast = Saved: pain { $nrs }, { $when }.
saved-entry-toast-none = Saved: entry, { $when }.
note-long = That is { $letters } letters. A note can have { $limit }.
note-refused = There is something in this note that cannot be kept: more than { $limit } letters, or signs that no keyboard writes.
stored-binned-heading = In the trash
stored-binned = This was moved to the trash
stored-gone = This is not in the diary any more
stored-gone-text = It was in the trash for 30 days, or it was never saved.
map-title = Your body, from the front and from behind
map-desc = Each place can be chosen. The list below has the same places as words.
map-front = Front
map-back = Back
map-left = your left
map-right = your right
map-region-nrs = { $region }: { $nrs } of 10
map-hint = Click a place, or go there with Tab and press Space. A number from 0 to 9, or t for ten, gives it its own.
map-chosen = Chosen places
map-none = No place chosen yet.
map-drop = Remove: { $region }
map-scale = How much it hurts: { $region }
map-list = Choose from a list instead
region-with-nrs = { $region } { $nrs }
region-neck = Neck
region-upper_back = Upper back
region-mid_back = Middle of the back
region-low_back_left = Low back, left
region-low_back_centre = Low back, middle
region-low_back_right = Low back, right
region-sacrum = Flat bone above the tailbone
region-si_left = Back of the pelvis, left
region-si_right = Back of the pelvis, right
region-buttock_left = Left buttock
region-buttock_right = Right buttock
region-outer_hip_left = Outside of the left hip
region-outer_hip_right = Outside of the right hip
region-groin_left = Left groin
region-groin_right = Right groin
region-front_thigh_left = Front of the left thigh
region-front_thigh_right = Front of the right thigh
region-back_thigh_left = Back of the left thigh
region-back_thigh_right = Back of the right thigh
region-knee_left = Left knee
region-knee_right = Right knee
region-shin_left = Left shin
region-shin_right = Right shin
region-calf_left = Left calf
region-calf_right = Right calf
region-foot_top_left = Top of the left foot
region-foot_top_right = Top of the right foot
region-foot_sole_left = Sole of the left foot
region-foot_sole_right = Sole of the right foot
region-abdomen = Belly
region-saddle = Between the legs
when-label = When was it?
when-now = Right now
when-other = Another day or time
when-date = Day
when-date-hint = For example 21 November, or yesterday.
when-date-wrong = That is no day. Please write it like 21 November or 21/11/2026.
when-date-refused = The diary takes days from the year 1900 until today.
when-time = Time
when-time-hint = For example 14:30 or 2 pm. It can stay empty.
when-time-wrong = That is no time of day. Please write it like 14:30.
when-time-refused = That time is still to come. The diary takes times until now.
when-part-label = Or roughly
when-day-before = One day earlier
when-day-after = One day later
when-night = This time could be either
when-night-after = In the night to { $next }
when-night-early = Early on { $day }
writing-for = You are writing for { $date }
writing-for-back = Back to today

## Diary: safety

safety-saved = Your entry is saved
safety-saved-note = Nothing else is needed to keep it.
safety-heading = Please check this as well
safety-text = Most of the time there is a harmless reason. Some causes need care quickly, so it is worth a look at the list of signs.
safety-new_weakness = You noted a leg that is weak.
safety-new_numbness = You noted a leg that is numb.
safety-both_legs = You noted symptoms in both legs.
safety-saddle_area = You noted the area between the legs.
safety-bladder_bowel = Your note speaks of bladder or bowel.
safety-check = Check symptoms
safety-done = I have read this

## Diary: walks

walk-heading-new = New walk
walk-heading-edit = Your walk
walk-note-new = Only the minutes are needed. The rest is up to you.
walk-same = Same as last walk
walk-length-heading = How long and how far
walk-minutes = Minutes
walk-minutes-hint = How long you walked, for example 20.
walk-minutes-missing = How many minutes was it? This is the one thing a walk needs.
walk-minutes-wrong = Please write whole minutes, from 1 to 1440.
walk-distance = Distance
walk-distance-hint = For example 800 m, 2 km or 1.2 mi.
walk-distance-wrong = Please write a number and m, km or mi, such as 1.2 mi.
walk-when-now = It has just ended
walk-pain-heading = Pain on the walk
walk-pain-note = The number before the walk matters most: with it, a walk can be told apart from a bad morning.
walk-before = Before
walk-peak = The worst
walk-after = After
walk-pain-step = { $label }: { $step } of 10
walk-onset = Did pain begin on the walk?
walk-onset-after = Yes, after some minutes
walk-onset-never = It never began
walk-onset-minute = After how many minutes?
walk-onset-hint = 0 if it was there from the first step.
walk-onset-wrong = Please write whole minutes, not more than the walk was long.
walk-stopped = Did you have to stop because of it?
walk-eased = What eased it?
walk-eased-wrong = “Nothing” cannot stand beside something that helped.
eased-sitting = Sitting down
eased-bending_forward = Bending forward
eased-standing_still = Standing still
eased-lying = Lying down
eased-slowing = Going slower
eased-kept_walking = Walking on
eased-nothing = Nothing
walk-settle = Minutes until it had settled
walk-settle-hint = After you stopped. 0 if it was gone at once.
walk-settle-wrong = Please write whole minutes, from 0 to 2880.
walk-way-heading = The way
walk-surface = On
surface-pavement = Pavement or road
surface-treadmill = Treadmill
surface-grass_trail = Grass or trail
surface-sand = Sand
surface-mixed = Some of each
walk-slope = Up and down
slope-flat = Flat
slope-some_hills = Some hills
slope-hilly = Hilly
walk-carried = Carried
carried-none = Nothing
carried-one_side = Bag on one side
carried-backpack = Backpack
carried-pushing = Pushed a pram or trolley
walk-aid = Leaned on
aid-none = Nothing
aid-stick = Stick
aid-poles = Poles
aid-frame = Frame
walk-shoes = Shoes
walk-shoes-add = Add shoes
walk-shoes-rename = Rename
walk-shoes-new = Name of the new shoes
walk-shoes-name = New name
walk-shoes-binned = Shoes in the trash
walk-shoes-gone = These shoes are not in the list any more. Please choose others.
walk-save = Save walk
saved-walk-toast = Saved: walk of { $minutes }, { $when }.
walk-title = Walk of { $minutes }
walk-line-never = no pain began
walk-line-onset = pain began at minute { $minutes }
walk-line-stopped = had to stop
walk-line-eased = eased by { $what }
walk-line-settled = settled in { $minutes }
walk-line-before = { $nrs } before
walk-line-peak = { $nrs } at worst
walk-line-after = { $nrs } after
name-keep = Keep name
name-missing = Please write a name.
name-refused = That name is taken, too long, or has signs that cannot be kept.
name-failed = The name is not saved. The old one still holds.

## Diary: the day

day-before = Day before
day-after = Day after
day-happened-heading = Pain and walks
day-happened-none = Nothing noted for this day yet.
day-add-entry = Add entry
day-add-walk = Add walk
day-form = The day as a whole
day-whole-heading = The day as a whole
day-whole-note = Best in the evening. Leave out what you like.
day-limited = How much did your back limit you?
day-limited-step = Limited { $step } of 10
day-limited-low = Not at all
day-limited-high = I could do nothing
day-walk = Longest comfortable walk, in minutes
day-walk-hint = The longest that felt all right. 0 if none did.
day-sleep = Hours slept the night before
day-sleep-hint = For example 7 or 7.5.
day-sleep-wrong = Please write hours from 0 to 24, to the quarter hour.
walk-minutes-wrong-day = Please write whole minutes, from 0 to 1440.
day-quality = How you slept
sleep-0 = Badly
sleep-1 = Not well
sleep-2 = All right
sleep-3 = Well
day-sitting = Sitting, all together
sitting-under_2 = Under 2 hours
sitting-2_to_4 = 2 to 4 hours
sitting-4_to_6 = 4 to 6 hours
sitting-over_6 = Over 6 hours
day-lifting = Lifting
lifting-none = None
lifting-some = Some
lifting-heavy = Heavy
day-stress = Stress
stress-0 = None
stress-1 = A little
stress-2 = Quite a bit
stress-3 = A lot
day-note-hint = What was good? What was in the way? Only you can read it.
day-save = Save the day
day-unsaved = Not saved yet.
day-empty = Say at least one thing about the day.
saved-day-toast = Saved: { $date }.
day-line-limited = limited { $nrs } of 10
day-line-walk = walked { $minutes } in comfort
day-line-sitting = sat: { $hours }
day-line-sleep = slept { $hours } h
day-line-stress = stress: { $level }
day-line-lifting = lifting: { $what }
answer-yes = Yes
answer-no = No
answer-unsaid = Not recorded
factors-title = What you watch
factors-open = Choose what to watch
factors-none = Nothing yet. You can watch up to five things, such as “Garden work”.
factors-heading = What you watch
factors-note = Up to { $limit } things at a time, in your own words. The more you watch, the more often something looks like a pattern by chance.
factor-name = Name
factor-up = Move up: { $name }
factor-down = Move down: { $name }
factor-ask = Ask for { $name }
factor-on = Asked
factor-off = Off
factor-new = Something new
factor-new-hint = For example “Garden work” or “Long drive”.
factor-add = Add
factor-too-many = { $limit } are asked for already. Switch one off first.
medicines-heading = Medicines taken
medicines-note = A plain record for you and your doctor. Backstride gives no advice on medicines.
medicine-add = Add a medicine
medicine-form = Medicine
medicine-name = Name
medicine-name-missing = What did you take?
medicine-amount = How much
medicine-amount-hint = In your own words, such as “1 tablet”.
medicine-before = Names you used before
medicine-note-hint = Anything worth knowing later.
reliefs-heading = What you tried
reliefs-note = Heat, rest, a short walk, and whether it helped.
relief-add = Add something
relief-form = Something you tried
relief-method = What was it?
relief-method-missing = Choose what it was.
relief-note-hint = For example what else it was, or for how long.
method-heat = Heat
method-cold = Cold
method-rest = Rest
method-short_walk = Short walk
method-stretch = Stretching
method-massage = Massage
method-other = Something else
helped-label = Did it help?
helped-a_lot = A lot
helped-a_little = A little
helped-no = No
helped-worse = It got worse
helped-unsure = Cannot say
helped-said-a_lot = helped a lot
helped-said-a_little = helped a little
helped-said-no = did not help
helped-said-worse = made it worse
helped-said-unsure = cannot say if it helped
flare-heading = Flare
flare-note = Days clearly worse than usual for you. Only if you want to mark them.
flare-since = Since { $start }
flare-span = { $start } to { $end }
flare-begin = A flare begins on this day
flare-over = It ends on this day
flare-edit = Change the days
flare-start = First day
flare-end = Last day
flare-end-hint = Empty if it is not over.
flare-started-toast = Flare noted, from { $start }.
flare-start-refused = This cannot be the first day: it lies in another flare, or after today.
flare-end-refused = This cannot be the last day: it is before the first, in another flare, or after today.

## Diary: history and offers

history-open = History
history-heading = History
history-note = Every version is kept. Going back makes a new version, so nothing gets lost.
history-failed = That did not work. The record is as it was.
history-now = As it is now
history-back = Go back to this
history-back-label = Go back to: { $what }
history-restored-toast = It is again as it was.
action-add = Written { $when }
action-edit = Changed { $when }
action-delete = Moved to the trash { $when }
action-restore = Taken out of the trash { $when }
offer-monthly-heading = Two quiet weeks
offer-monthly-text = Your numbers have been at 1 or less for 14 days. If you like, a look once a month is enough from now on. Writing less can even help.
offer-monthly-yes = Switch to once a month
offer-flare-heading = A harder day than usual
offer-flare-text = If this is a flare for you, you can mark when it begins. You do not have to.
offer-flare-yes = Open the day
offer-no = No, thank you

## Charts

# A picture on the screen and in a file: what it shows, how to read it, what one point of it says.
charts-heading = Look back
charts-note = Records since { $first }.
charts-open = Look back
charts-range = How far back
charts-range-six-weeks = 6 weeks
charts-range-six-months = 6 months
charts-range-all = All
charts-earlier = Earlier
charts-later = Later
charts-earlier-label = Earlier days in the calendar
charts-later-label = Later days in the calendar
charts-month-earlier-label = Where it hurt in the month before
charts-month-later-label = Where it hurt in the month after
charts-outcome = Set against
charts-keys = Point at a mark to read it, or go there with Tab and the arrow keys. Enter or a click opens its day.
charts-table = Show as a table
charts-table-more = Show more rows
charts-not-recorded = not recorded
charts-save = Save as
charts-save-label = Save “{ $title }” as { $format }
charts-saved-toast = Saved: { $path }
charts-save-failed = The picture was not saved.
charts-empty-heading = Nothing to look back on yet
charts-empty-text = After your first entry, your days and walks show here as pictures.
charts-empty-action = Go to Today
charts-empty-walks = Once you log walks, they show here.
charts-empty-body = Once you mark where it hurts, it shows here.
charts-empty-change = This compares the first with the last 30 days, once the diary is older than that.
charts-empty-range = Nothing was recorded in this time.
charts-walk-log = Log a walk
chart-file = Backstride { $title } { $date }
chart-date = { $weekday } { $date }
chart-span = { $from } to { $to }
chart-flare = flare-up
chart-usual = usual range
chart-thinned = So that they can be told apart, { $shown } of { $all } marks are drawn: the lowest and the highest of each stretch.
chart-point = { $date }: pain { $nrs }
chart-point-later = { $date }: pain { $nrs }, written down later
chart-point-day = { $date }: pain from { $low } to { $high }
chart-trend-four-weeks = Last four weeks
chart-trend-six-weeks = Pain, last 6 weeks
chart-trend-six-months = Pain, last 6 months
chart-trend-all = Pain, all of the diary
chart-trend-none = There is no number in the last four weeks.
chart-trend-alone = The average of the last four weeks is { $mean }. There is too little to compare it with.
chart-trend-compared =
    The average of the last four weeks is { $mean }, after { $before } in the four weeks before: { $meaning ->
        [better] less pain
        [worse] more pain
       *[about_the_same] about the same
    }.
chart-trend-legend-dots = Dots are entries.
chart-trend-legend-days = Dots are the lowest and the highest of each day.
chart-trend-legend-medicine = A diamond marks a medicine you began or took again after four weeks.
chart-trend-legend-flare = A triangle marks the first day of a flare.
chart-marker-medicine = { $date }: { $name } begins
chart-marker-flare = Flare from { $date } to { $end }
chart-marker-flare-open = Flare since { $date }
chart-trend-legend-week = The line is the 7-day average; it breaks where fewer than 4 of 7 days have a number. A change below 2 points or 30 % counts as about the same.
chart-trend-legend-both = The line is the 7-day average, the dashed one the 28-day average; they break where too few days have a number. In the usual range lie 8 of 10 of the last 90 days. A change below 2 points or 30 % counts as about the same.
chart-column-week = 7-day average
chart-calendar = Half a year at a glance
chart-calendar-summary =
    { $days ->
        [one] On the one day shown,
       *[other] Of { $days } days,
    } { $pain ->
        [0] none has a number
        [one] one has a number
       *[other] { $pain } have a number
    } and { $walked ->
        [0] none a walk
        [one] one a walk
       *[other] { $walked } a walk
    }.
chart-calendar-legend = The number is the pain of the day. Hatched: no number was recorded, which is not the same as no pain. A dot: there was a walk.
chart-day = { $date }: { $pain }
chart-day-walked =
    { $date }: { $pain }, walked { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }
chart-day-no-pain = no number
chart-day-pain = pain { $mean }
chart-day-pain-between = pain { $mean } on average, from { $low } to { $high }
chart-column-pain = Pain, average
chart-column-walked = Minutes walked
chart-tolerance = How long walks went well
chart-tolerance-summary =
    { $walks ->
        [one] On the one walk
       *[other] Of { $walks } walks,
    } { $began ->
        [0] none brought pain
        [one] one brought pain
       *[other] { $began } brought pain
    } and { $never ->
        [0] none stayed free of it
        [one] one stayed free of it
       *[other] { $never } stayed free of it
    }.
chart-tolerance-none = No walk here says when pain began.
chart-tolerance-legend = A dot is the minute in which pain began; the stalk above it is the rest of the walk. An arrow: pain never began, so the walk says “at least this long”.
chart-tolerance-onset = Minutes until pain began
chart-tolerance-settle = Minutes until it settled
chart-walk-never =
    { $date }: walked { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }, pain never began.
chart-walk-onset =
    { $date }: walked { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }, pain began after { $onset }.
chart-walk-settled = It settled after { $minutes }.
chart-walks-left-out =
    { $count ->
        [one] One more walk does not say.
       *[other] { $count } more walks do not say.
    }
chart-never = never
chart-column-minutes = Minutes walked
chart-column-onset = Pain began after
chart-column-settle = Settled after
chart-walks = Walks and what came after
chart-walks-minutes = Minutes walked
chart-walks-count =
    { $count ->
        [one] one walk
       *[other] { $count } walks
    }
chart-walks-newest = The newest { $shown } of { $all } walks are drawn; the table has all of them.
chart-walks-none = No walk here says both.
chart-walks-worse = ↑ more pain than before
chart-walks-better = ↓ less pain than before
chart-walks-same = about the same
chart-walks-change =
    { $walks ->
        [one] One walk:
       *[other] Of { $walks } walks,
    } { $same ->
        [0] none
        [one] one
       *[other] { $same }
    } ended about the same, { $more ->
        [0] none
        [one] one
       *[other] { $more }
    } with more pain and { $less ->
        [0] none
        [one] one
       *[other] { $less }
    } with less.
chart-walks-score =
    { $walks ->
        [one] One walk:
       *[other] { $walks } walks:
    } { $outcome } from { $low } to { $high }.
chart-walks-legend-change = People walk further on good mornings, so a plain look at pain makes long walks seem to help. This shows how much pain changed from before the walk instead. Even that can mislead: a bad start often eases by itself. A sorer back after a walk is not damage.
chart-walks-legend-score = Careful: people walk further on good mornings, so long walks can look as if they helped, and short ones as if they harmed. “Change from before” is the fairer view. A sorer back after a walk is not damage.
chart-walk-point =
    { $date }: walked { $minutes ->
        [one] one minute
       *[other] { $minutes } minutes
    }, { $outcome } { $value }
chart-outcome-change = Change from before
chart-outcome-during = Worst during the walk
chart-outcome-evening = Pain that evening
chart-outcome-next-morning = Pain next morning
chart-body-month = Where it hurt, { $month }
chart-body-change = Then and now
chart-body-first = First 30 days: { $span }
chart-body-last = Last 30 days: { $span }
chart-body-first-said = First 30 days: { $sentence }
chart-body-last-said = Last 30 days: { $sentence }
chart-body-legend = The number in a place says on how many of 100 days with an entry it was marked.
chart-body-change-legend = The darker a place, the more often it was marked.
chart-body-point =
    { $region }: on { $days } of { $of ->
        [one] one day
       *[other] { $of } days
    } with an entry
chart-body-summary =
    { $region } most often, on { $days } of { $of ->
        [one] one day
       *[other] { $of } days
    } with an entry.
chart-body-none =
    { $of ->
        [0] No entry in this time.
        [one] One day with an entry, and no place marked.
       *[other] { $of } days with an entry, and no place marked.
    }
chart-column-region = Place
chart-column-days = Days
chart-column-share = Share of days
chart-column-intensity = Pain there, average
chart-complete = What is recorded
chart-complete-summary =
    { $days ->
        [one] On the one day shown,
       *[other] Of { $days } days,
    } { $pain ->
        [0] none has a pain entry
        [one] one has a pain entry
       *[other] { $pain } have a pain entry
    } and { $whole ->
        [0] none a record of the whole day
        [one] one a record of the whole day
       *[other] { $whole } a record of the whole day
    }.
chart-complete-legend-days = Filled: recorded. Hatched: not recorded. Walks and remedies are for some days only, so a day without them stays empty.
chart-complete-legend-weeks = The fuller, the more days of the week are recorded. Hatched: not recorded. Walks and remedies are for some days only, so a week without them stays empty.
chart-complete-day = { $date }: { $what }
chart-complete-week = Week from { $date }: { $what }
chart-complete-part = { $row } on { $count } of { $days } days
chart-complete-nothing = nothing recorded
chart-complete-not-asked = not asked, so nothing is missing
chart-complete-rests =
    { $days ->
        [one] On one day the diary did not ask, because of a pause or because you write less often; it stays empty.
       *[other] On { $days } days the diary did not ask, because of a pause or because you write less often; they stay empty.
    }
chart-complete-yes = yes
chart-row-pain = Pain
chart-row-day = Whole day
chart-row-walk = Walk
chart-row-relief = Remedies
chart-column-week-from = Week from
weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun
month-jan = Jan
month-feb = Feb
month-mar = Mar
month-apr = Apr
month-may = May
month-jun = Jun
month-jul = Jul
month-aug = Aug
month-sep = Sep
month-oct = Oct
month-nov = Nov
month-dec = Dec
month-full-jan = January
month-full-feb = February
month-full-mar = March
month-full-apr = April
month-full-may = May
month-full-jun = June
month-full-jul = July
month-full-aug = August
month-full-sep = September
month-full-oct = October
month-full-nov = November
month-full-dec = December

## Check symptoms

check-heading = When to get help
check-note = Most back pain is not dangerous. These signs are rare, and they need care quickly.
check-region = Where you are
check-region-hint = So that the numbers below are the right ones.
check-emergency = Emergency number
check-emergency-for = Emergency number in { $region }
check-no-region = Choose where you are, so that the right number stands here.
check-advice = When it is urgent but not an emergency
check-act-heading = What to do
check-checked = Numbers checked on { $date }. If one does not work, use the one you know.
check-places = Find a physiotherapist or a massage therapist
check-not-device = This list is the same for everybody. It does not look at you and cannot rule anything out. If you are worried, get help.
check-start-heading = What should I do now?
check-start-note = A few questions, one at a time. At the end you read how soon to get help, and what to say. It takes a few minutes.
check-start = Start the check
check-start-again = Start again
check-resume = Go on where you were
check-resume-note = Your answers are still here. They are gone when you close Backstride.
check-last = Last check, { $when }: { $title }
record-open = Open
record-open-label = Open: { $what }
check-earlier = Earlier checks
check-earlier-note = Each one shows what it said on that day. If anything has changed, check again.
check-earlier-short = Short check
check-earlier-all = Show all { $count }
check-line = In an emergency call { $number }
check-line-plain = In an emergency call the emergency number
check-line-signs = See the signs
check-progress-label = How far you are
check-progress = Question { $at } of about { $about }
check-choose-all = Choose all that apply. A sign that needs help now shows at once what to do.
check-yes = Yes
check-no = No
check-unsure = Not sure
check-none = None of these
check-choose-one = Please choose one answer.
check-choose-some = Please choose what applies, or say that none does.
check-number = Your answer ({ $unit })
check-number-hint = A whole number from { $low } to { $high }.
check-number-wrong = Please write a whole number from { $low } to { $high }.
check-brought = From your diary. Please look whether it is right, and change it if not.
check-why = Why we ask.
check-back = Back
check-continue = Continue
check-keys-yes_no = Keys: Y for yes, N for no, U for not sure. Backspace goes back.
check-keys-steps = Keys: the number of the answer. Backspace goes back.
check-keys-some = Keys: 1 to 9 tick, then U for not sure. N for none, Enter to go on, Backspace to go back.
check-keys-number = Keys: type the number, then Enter. Backspace in the empty field goes back.
check-step-failed = The next question could not be shown
check-step-kept = Your answers are still here.
check-ladder = How urgent, the most urgent first
check-ladder-step = Step { $step } of 5:
check-ladder-here = (this result)
check-level-emergency = Emergency now
check-level-today = Same day
check-level-days = Within days
check-level-routine = No rush, but do book
check-level-self_care = Look after it yourself for now
check-done = Checked { $when }
check-reasons = Why: what you ticked
check-reasons-none = You ticked none of the signs that were asked about. That does not rule anything out.
check-reason-unsure = You were not sure. It counts as there.
check-act = What to do
check-say = What to say
check-bring = What to have with you
check-worth = Worth asking about
check-worth-note = You were not sure about these. Mention them.
check-sooner = Get help sooner if
check-net = Please remember
check-patterns = What your back likes and dislikes
check-patterns-note = A pattern is no name for what you have. It only helps to choose what to read and what to try.
check-pattern-from = Your answers that speak for it:
check-pattern-overruled = You said that this does not fit you.
check-overrule = This does not fit me
check-overrule-back = It does fit me
check-overruled = Changed. It does not change how soon to get help.
check-overrule-failed = It could not be changed
check-mixed = No pattern stands out clearly. That is common.
check-send-on = Ask somebody:
check-next = What may help now
check-start-with = Programmes to start with
check-add-later = Programmes to add later
check-leave-out = Leave out for now: { $exercises }.
check-aside = Exercises are put aside until a clinician has looked at this.
check-clear = On which day did a clinician check this and say that exercise is fine?
check-clear-save = Save this day
check-clear-back = Take this back
check-cleared = On { $date } a clinician had checked this and said that exercise is fine.
check-cleared-saved = Saved
check-cleared-refused = It has to be a day between this check and today.
check-copy = Copy as text
check-copied = Copied. You can paste it into a message.
check-copy-failed = It could not be copied. You can select the words and copy them.
check-again = Check again
check-change = Change an answer
check-delete = Delete
check-numbers = Numbers checked on { $date }.
check-rules = Rules version { $version }.
check-dated = This is what an earlier check said. If anything has changed since, check again.
check-other-rules = The questions have changed since then. What it said on that day stands here.
check-different = This check could not be worked out again with the same end. Please check again.
check-binned = It is in the trash.
check-kept = Kept in your diary
check-kept-taken-back = Taken out of your diary
check-kept-stays = It could not be changed in your diary
check-kept-failed = The result could not be kept
check-kept-failed-text = It still stands here. Copy it or write it down.
check-result-not-device = Backstride cannot examine anyone, and no health professional has looked at this. If you are worried, get help.
reask-heading = A short check is due
reask-flare = You noted strong pain. Please check a few signs that need care quickly.
reask-monthly = Once a month, please check a few signs that need care quickly.
reask-start = Start the short check
reask-later = Not now

## Routines

routines-note = Short, gentle, and only as far as it feels all right.
routines-empty-heading = No exercises here
routines-empty-text = This version came without exercises. The guides are still there.
routines-open = Open
routines-shown = { $shown } of { $count } exercises shown
routines-none-heading = No exercise matches
routines-print = Save these as PDF to print
routines-sheet = My exercises
routines-none-text = Take one of the filters back.
routines-filters = Find an exercise
routines-any = Any
routines-time = Time
routines-time-short = Up to 2 minutes
routines-time-middle = Up to 5 minutes
routines-position = Position
routines-equipment = Things you have
routines-equipment-none = Nothing, or only a mat
routines-pattern = How your pain behaves
routines-clear = Show all
routines-form = In this form: { $form }
position-standing = Standing
position-sitting = Sitting
position-on_back = On your back
position-on_front = On your front
position-on_side = On your side
position-hands_and_knees = On hands and knees
position-kneeling = Kneeling
equipment-mat = Mat
equipment-chair = Chair
equipment-wall = Wall
equipment-worktop = Worktop or table
equipment-cushion = Cushion
equipment-towel = Towel
equipment-step = Low step
equipment-stool = Low stool
equipment-band = Light band
equipment-weight = Something to hold
pattern-fb = Eases on bending or sitting
pattern-eb = Eases on leaning back or walking
pattern-leg = Nerve pain in a leg
pattern-load = Comes with load or distance
pattern-girdle = Low at the back of the pelvis
pattern-hip = From the hip joint
pattern-vasc = From the arteries of the legs
pattern-mix = Of no clear kind
exercise-felt = Where you feel it
exercise-steps = How to do it
exercise-start = Start
exercise-needs = You need
exercise-dose = How much
exercise-forms = Choose a form
exercise-easier = Easier
exercise-harder = Harder
exercise-play = Show the movement
exercise-pause = Stop the movement
exercise-range = { $least } to { $most }
exercise-dose-reps = { $count } times
exercise-dose-once = Once
exercise-dose-sets = { $count } sets
exercise-dose-hold = Hold for { $count } seconds
exercise-dose-for = For { $count } seconds
exercise-dose-for-minutes = For { $count } minutes
exercise-dose-sides = On each side
exercise-dose-time = About { $count } min
exercise-cautions = Take care
exercise-stop = Stop and rest if
exercise-stop-help = See when to get help
exercise-do = Do it now
exercise-fit-no = This one is not for you now. { $why }
exercise-fit-small = You do this one in its easier form. { $why }
exercise-fit-instead = Try this instead: { $title }

## Guides

guides-note = What is known about back pain on walks, in plain words, with sources.
guides-search = Search the guides
guides-search-hint = Try your own words, such as “legs go numb”.
guides-found =
    { $count ->
        [0] Nothing found
        [one] One thing found
       *[other] { $count } things found
    }
guides-found-none = Nothing found for “{ $query }”. Try one shorter or more everyday word.
guides-empty-heading = No guides here
guides-empty-text = This version came without guides. The list of signs that need help is still there.
hit-guide = Guide
hit-exercise = Exercise
hit-help = When to get help
hit-question = Question of the check
guide-contents = In this guide
guide-meta = { $read }. Reviewed { $reviewed }.
guide-sources = Sources
guide-source-cite = Source { $number }
guide-bookmark = Bookmark
guide-mark-failed = That mark was not kept.
guide-size = Size of the text
guide-size-smaller = Smaller text
guide-size-larger = Larger text
guide-size-now = { $percent } %
guide-continue-text = Last time you stopped at “{ $section }”.
guide-continue-go = Go on from there
guide-continue-no = Start from the top
guide-old-heading = This guide may be out of date
guide-old-text = It was last gone through in { $reviewed }, over a year ago. A newer version of Backstride may have newer facts. The signs that need help still count.
guide-after = After this guide
guide-read = I have read this
guide-read-note = Press again to take it back.
guide-next = Next guide
guide-related = On the same matter
guide-onward = Use it
guide-emergency-change = Change, and more numbers
guides-continue = Go on reading
guides-continue-go = To where you stopped
guides-bookmarks = Your bookmarks
guides-bookmarked = Bookmark
guides-read = Read
guides-topics = Show one topic only
guides-all = All
guides-read-count = { $read } of { $all } guides read
drawing-point = Point at a part of the picture, or press Tab, and read here what it is.
drawing-parts = All parts in words
quality-P = Public health body or first-hand study
quality-S = Summary by somebody else
quality-M = From what is generally known

## Print

print-booklet = My booklet
print-check = My symptom check
print-check-made = What it said on { $date }.
print-check-not-sure = { $text } (not sure)
print-check-rules = Worked out by these rules
print-check-unsure = { $text } (not sure; it counts as there)
print-contents = Contents
print-questions = Questions for my appointment
print-questions-note = Bring this page with you. Start with the question that matters most to you.
print-questions-more = Anything else that comes up:
print-date = { $day } { $month } { $year }
print-printed = Printed on { $date }.
print-reviewed = Text and sources last reviewed in { $reviewed }.
print-emergency = Emergency number in { $region }: { $number }. Checked on { $checked }.
print-not-advice = These pages are for information. They are not advice about you, they give no diagnosis, and they do not replace a doctor or physiotherapist.
print-foot = Backstride. Not a medical device. If you are worried, get help.
print-page = Page { $page } of { $pages }
print-on-page = page { $page }
print-left-out = Where you see { $mark } there is a letter or sign that the type on these pages does not have.
print-save = Save as PDF to print
print-stop = Stop
print-step-setting = Laying out the pages…
print-step-writing = Writing the file…
print-saved =
    { $pages ->
        [one] Saved as a PDF of one page: { $path }
       *[other] Saved as a PDF of { $pages } pages: { $path }
    }
    Open it to print it.
print-left-out-said =
    { $count ->
        [one] One letter or sign could not be shown; the page marks where.
       *[other] { $count } letters or signs could not be shown; the pages mark where.
    }
print-stopped = Stopped. No file was saved.
print-failed = The pages were not saved.
booklet-open = Make a booklet
booklet-heading = My booklet
booklet-note = Choose what to take with you. It all goes into one PDF with a list of contents.
booklet-guides = Guides
booklet-routines = Exercises
booklet-order = Order
booklet-order-note = Guides come first, then exercises.
booklet-up = Move “{ $title }” up
booklet-down = Move “{ $title }” down
booklet-questions-note = A page with your questions and room for the answers.
booklet-questions-add = Add a page for questions
booklet-questions-on = Added
booklet-questions-off = Not added
booklet-questions-none = You have not written any yet. The page then has room to write them by hand.
booklet-questions-open = Change your questions
booklet-print = Print
booklet-paper = Paper
booklet-paper-a4 = A4
booklet-paper-letter = US Letter
booklet-empty = Nothing is chosen yet.
booklet-count =
    { $guides ->
        [one] One guide
       *[other] { $guides } guides
    }, { $routines ->
        [one] one exercise
       *[other] { $routines } exercises
    }

## Reminders

reminders-note = Small nudges, at times you choose. You can always say no.
rules-heading = Your reminders
rules-note = Each comes by itself. Two that are due together share one card.
presets-first = Start with one of these
presets-heading = What kind of reminder?
preset-evening = Diary in the evening
preset-evening-text = Asks how your back was, at 20:00.
preset-morning = Diary in the morning
preset-morning-text = Asks how your back is, at 08:00.
preset-desk = A break from sitting
preset-desk-text = Counts only the time you are at the computer.
preset-walk = A walk
preset-walk-text = At 16:00, unless you have walked that day.
preset-routine = Your routine
preset-routine-text = Three mornings a week.
preset-own = Something else
preset-own-text = Your own words and your own time.
rule-add = Add a reminder
rule-edit = Change
rule-edit-label = Change: { $name }
rule-delete = Delete
rule-delete-label = Delete: { $name }
rule-deleted-toast = Reminder deleted.
rule-cancel = Cancel
rule-switch = On or off: { $name }
rule-heading = Reminder
rule-kind = When it comes
rule-kind-wall = At a time
rule-kind-active = After time at the computer
rule-kind-after = After something
rule-kind-once = Once
rule-times = Times
rule-times-hint = For example 20:00, or 8 am and 8 pm.
rule-time-once = Please give one time only.
rule-date = Day
rule-date-hint = For example 3 March, or tomorrow.
rule-date-wrong = That is no day of the calendar. Please write it like 3 March.
rule-date-over = That day is over. Please choose today or a later one.
rule-until-hint = You can leave this empty.
rule-until-before = The last day comes before the first one.
rule-from = First day
rule-until = Last day
rule-work = Minutes at the computer
rule-work-hint = From 5 to 240.
rule-work-wrong = Please give a whole number of minutes from 5 to 240.
rule-rest = Minutes away that count as a break
rule-rest-hint = From 1 to 60. After that the count starts again.
rule-rest-wrong = Please give a whole number of minutes from 1 to 60.
rule-hours = Only in certain hours of the day
rule-hours-from = From
rule-hours-to = To
rule-hours-same = Both times are the same. That could mean never or always, so please change one.
rule-after = After
rule-after-walk = a walk
rule-after-routine = a routine
rule-after-diary = a diary entry
rule-delay = Minutes later
rule-delay-wrong = Please give a whole number of minutes from 1 to 720.
rule-more = More choices
rule-name = Your own name for it
rule-name-hint = You can leave this empty.
rule-name-wrong = That is too long. 80 characters fit.
rule-named = Show this name on the notification, where others may read it
rule-unless = Leave it out when I have already
rule-unless-none = Never
rule-unless-walk = walked
rule-unless-diary = written in the diary
rule-unless-routine = done a routine
rule-unless-walk-say = Not on a day when you have walked before it.
rule-unless-diary-say = Not on a day when you have written in the diary before it.
rule-unless-routine-say = Not on a day when you have done a routine before it.
rule-pace = Which days
rule-pace-weekdays = Days of the week
rule-pace-days = Every few days
rule-every = Every how many days
rule-every-wrong = Please give a whole number of days from 1 to 365.
rule-zone = Time zone
rule-zone-hint = Leave this empty, and it follows you when you travel. Or write one, such as Europe/London.
rule-zone-wrong = There is no time zone of that name. Please write it like Europe/London, or leave it empty.
rule-refused = This value is not possible here.
rule-say-wrong = Something is missing or not clear yet.
rule-say-every-day = every day
rule-say-no-day = on no day
rule-say-days = { $first } to { $last }
rule-say-list = { $most } and { $last }
rule-say-wall = At { $times }, { $days }.
rule-say-wall-paced = { $days ->
    [one] At { $times }, every day from { $date }.
   *[other] At { $times }, every { $days } days from { $date }.
  }
rule-say-active = Every { $minutes } minutes of time at the computer, { $days }.
rule-say-active-hours = Every { $minutes } minutes of time at the computer, { $days }, { $from } to { $to }.
rule-say-after = { $minutes ->
    [one] One minute after { $deed }.
   *[other] { $minutes } minutes after { $deed }.
  }
rule-say-once = Once, on { $date } at { $time }.
rule-say-until = Until { $date }.
rule-say-zone = By the clock of { $zone }.
all-heading = For all reminders
all-failed = That is not saved.
all-saved-toast = Saved.
pause-heading = Pause
pause-on = Nothing is shown until { $when }.
pause-over = Go on now
pause-hour = For one hour
pause-hours = For three hours
pause-tomorrow = Until tomorrow
pause-week = For a week
quiet-heading = Quiet hours
quiet-note = Nothing is shown in these hours. A diary reminder waits until they are over, a break is left out.
quiet-from = From
quiet-to = To
quiet-on = Switch on
quiet-save = Save
quiet-off = Switch off
quiet-is = On, { $from } to { $to }.
quiet-none = Off.
quiet-same = Both times are the same. That could mean never or always, so please change one.
cap-heading = At most so many a day
cap-note = When a day has had that many, the rest is left out. What you put off comes back all the same.
cap-most = Reminders a day
cap-wrong = Please give a whole number from 1 to 50.
cap-is = { $most ->
    [one] At most one a day.
   *[other] At most { $most } a day.
  }
cap-none = No limit.
ahead-out-cap = Left out: the day has had as many as you want.
rule-behind = What opens with it
rule-behind-hint = The reminder then has a button that opens this. Nobody sees it while the diary is locked.
rule-behind-usual = The usual
rule-behind-own = Your own routines
rule-behind-programmes = Today's part of a programme
rule-behind-exercises = One exercise
rule-behind-guides = Guides
rule-behind-missing = What you chose is not there any more
rule-behind-gone = This is not there any more. Please choose another.
rule-opens = Opens { $title }
rule-opens-gone = What was to open with it is not there any more. It opens the usual.
due-guide = Read the guide
due-guide-label = Read the guide: { $name }, { $when }
due-open = Open the exercises
due-open-label = Open the exercises: { $name }, { $when }
autostart-heading = Start with the computer
autostart-note = Reminders then come as soon as you log in, without this window.
autostart-unavailable = This copy of Backstride cannot start with the computer. Reminders run once you have opened this window.
zone-differs = Your computer knows newer rules for your time zone than Backstride has built in. Your computer's are used. Reminders for other time zones may be off by an hour.
ahead-heading = The next seven days
ahead-none = Nothing is planned.
ahead-unforeseen = Breaks by time at the computer, and reminders after something you did, cannot be told ahead.
ahead-clocks = The clocks change over { $time }, so it comes later.
ahead-quiet = Planned for { $time }. The quiet hours come first.
ahead-paused = Planned for { $time }. Your pause comes first.
ahead-spaced = Planned for { $time }. Another one comes first.
ahead-out-quiet = Left out: it falls in the quiet hours.
ahead-out-paused = Left out: it falls in your pause.
ahead-out = Left out: another one of the same kind is due.
figures-heading = The last four weeks
figures-note = Only what was shown can have been answered. A computer that sleeps is not your doing.
figures-none = Nothing yet.
figures-shown = Shown { $shown } of { $planned }.
figures-done = Done { $done } of { $shown } shown ({ $percent } %).
figures-natural = { $count ->
    [one] One of them was a break you took by yourself.
   *[other] { $count } of them were breaks you took by yourself.
  }
figures-satisfied = { $count ->
    [one] One was not needed: you had done it already.
   *[other] { $count } were not needed: you had done it already.
  }
figures-off = Not shown while the computer was off: { $count }.
figures-asleep = Not shown while the computer was asleep: { $count }.
figures-stopped = Not shown while the reminder program was not running: { $count }.
figures-quiet = Left out in the quiet hours: { $count }.
figures-paused = Left out in a pause: { $count }.
figures-locked = Not shown while the screen was locked: { $count }.
figures-otherwise = Not shown for another reason: { $count }.
rule-time = Time
rule-time-hint = For example 20:00 or 8 pm.
rule-time-wrong = That is no time of day. Please write it like 20:00.
rule-days = Days
rule-days-none = Choose at least one day, or switch the reminder off.
rule-state = Reminder
rule-on = On
rule-off = Off
rule-save = Save
rule-save-failed = The reminder is not saved. The old one still holds.
rule-saved-toast = Reminder saved.
rule-next = Next: { $when }.
rule-no-next = Nothing is planned.
rule-rests = The diary is paused up to and including { $date }. Until then this reminder is not shown.
rule-weekly = You write once a week, so it asks on the first of these days in each week.
rule-monthly = You write once a month, so it asks on the first of these days in each month.
due-heading = The last seven days
due-empty-heading = Nothing so far
due-empty = Nothing yet. What a reminder asked, and what you answered, shows here.
due-done = Done
due-skip = Skip
due-snooze-label = Remind me in
due-snooze-minutes = { $minutes } min
due-done-label = Done: { $name }, { $when }
due-skip-label = Skip: { $name }, { $when }
due-snooze-full-label = { $minutes } min until it comes back: { $name }, { $when }
due-state-waiting = Waiting
due-state-shown = Waiting
due-state-done = Done
due-state-snoozed = Later today
due-state-snoozed-until = Again at { $time }
due-state-skipped = Skipped
due-state-missed = Not shown
due-state-dismissed = Closed
due-state-expired = Not answered
due-state-unknown = Perhaps not shown
due-state-other = Past
due-reason-off = The computer was off.
due-reason-asleep = The computer was asleep.
due-reason-clock = The clock was changed.
due-reason-timezone = The time zone changed.
due-reason-stopped = The reminder program was not running.
due-reason-later = A later one of the same reminder was due already.
due-reason-gap = The clocks went forward over it, and another one came at that moment.
due-reason-cap = Another reminder had just been shown, or the day had had enough.
due-reason-quiet = It fell in your quiet hours.
due-reason-paused = Reminders were paused.
due-reason-locked = The screen was locked.
due-state-satisfied = Not needed
due-all = Show all { $count }
due-snooze-hour = After this hour
due-snooze-hour-label = Again when this hour is over: { $name }, { $when }
due-failed = Your answer is not saved.
due-done-toast = Marked as done.
due-skip-toast = Skipped. That is fine.
due-snooze-toast = You hear from it again at { $time }.
companion-heading = Does it reach you?
companion-ok = Yes. Reminders come even when this window is closed.
companion-off = Reminders are off, so nothing runs in the background.
companion-stopped = The part that shows reminders is not running. Save the reminder once to start it. Until then, reminders wait here.
companion-missing = Your computer shows no notifications at the moment. Reminders wait here, in the list.
companion-missing-do = What you can do: open the settings of your computer, look for “Notifications”, and allow them for Backstride. If there is no such page, your desktop needs a notification program. On Linux one is called dunst. Then close this window and open it again.
companion-not-installed = Notifications cannot be shown, because Backstride does not run from the place for programs. Reminders wait here, in the list.
companion-not-installed-do = What you can do: close Backstride, put it into your Applications folder, and open it from there.
companion-no-actions = Your computer shows notifications without buttons. You can answer here, in the list.
companion-unknown = It is not known yet whether your computer shows notifications. Reminders also wait here, in the list.
companion-presence = Time at the computer is known from when keys or mouse were last used. What you type is never read.
companion-presence-unknown = This computer does not say whether you are there. Breaks are counted by the clock, and sleep counts as a break.
companion-tray = A small Backstride sign stands in your system bar while reminders run.
companion-no-tray = This desktop has no place for a small Backstride sign in its system bar. Reminders come all the same. What the sign would offer is here: open Backstride from your programs.

## Settings

settings-note = Few choices, kept on this computer.
region-label = Where you are
region-hint = For the emergency number and advice lines. Nothing is sent anywhere.
region-none = Not chosen
region-saved-toast = Saved: { $region }.
settings-failed = Your choice is not saved. The old one still holds.
pace-heading = How often you write
pace-note = Watching pain closely does not suit everybody. Less is fine.
pace-label = I write
pace-daily = Most days
pace-weekly = Once a week
pace-monthly = Once a month
pace-saved-toast = Saved: how often you write.
pause-label = Pause
pause-text = Until then the diary makes no offers, and its reminder rests. You can write all the same.
pause-weeks =
    { $weeks ->
        [one] For a week
       *[other] For { $weeks } weeks
    }
pause-toast = Paused up to and including { $date }.
paused-until = Paused up to and including { $date }.
pause-end = End the pause
pause-ended-toast = The pause is over.
day-end-label = My day ends at
day-end-hint = What you write before this time still belongs to the day before. 04:00 suits most people.
day-end-wrong = Please write a time up to 12:00, such as 04:00.
day-end-toast = Saved: your day ends at { $time }.
theme-heading = Appearance
theme-label = Colours
theme-system = As the computer
theme-light = Light
theme-dark = Dark
copies-heading = Copies of your diary
copies-note = A copy is made by itself on each day you write. Each one is checked before it counts.
copies-last = Last checked copy
copies-last-said = { $date }, { $time }: { $entries ->
        [one] one record
       *[other] { $entries } records
    } on { $days ->
        [one] one day
       *[other] { $days } days
    }
copies-none = There is no copy yet. The first one is made when you write something.
copies-failing = Copies cannot be made
copies-failing-text = The last tries failed. Your diary itself is not affected. Look whether the disk has room, then make a copy by hand.
copies-make = Make a copy now
copies-begun = This takes a moment. You can go on writing.
copies-copying = Copying.
copies-copying-of = Copying: { $done } of { $all } MB.
copies-reading = Reading what is left: { $done } of { $all } records.
copies-checking = Checking what was copied.
copies-placing = Putting it in its place. This part cannot be stopped.
copies-stop = Stop
copies-stopped = Stopped. Nothing was changed.
copies-made-toast = A copy was made and checked.
copies-same-toast = Nothing has changed since the last copy, and that copy is in order.
copies-make-failed = No copy was made. Your diary is not affected.
copies-list = All copies
copies-all = Show all { $count } copies
copies-row = { $date }, { $time }
copies-row-entries =
    { $entries ->
        [one] one record
       *[other] { $entries } records
    }
copies-why-day = Made by itself
copies-why-exit = Made on closing
copies-why-manual = Made by you
copies-why-migration = Made before an update
copies-why-import = Made before records were taken in
copies-why-restore = Made before another copy was brought back
copies-why-bulk = Made before many records were deleted
copies-why-rekey = Made when the lock was changed
copies-check = Check
copies-check-label = Check the copy of { $date }, { $time }
copies-checked-toast = This copy is complete and in order.
copies-check-failed = This copy is not in order
copies-check-failed-text = Part of its file is not as it was written. Your diary is not affected. Use another copy if you need one.
copies-back = Bring back
copies-back-label = Bring back the copy of { $date }, { $time }
copies-save = Save as a file
copies-save-label = Save as a file: the copy of { $date }, { $time }
copies-saved = Saved as { $path }.
copies-save-failed = The file was not saved.
copies-second-heading = A second place
copies-second-text = If this computer breaks, copies on it are lost too. Choose a folder on a stick or another disk, and each copy goes there as well.
copies-second-open = Whoever has the stick can read it.
copies-second-locked = Each copy is locked like your diary.
copies-second-is = Each copy also goes to
copies-carried = { $service } takes this folder to other computers
copies-carried-open = Your diary leaves this computer with each copy, and whoever can open that account can read it. Set a passphrase, or choose another folder.
copies-carried-locked = Each copy leaves this computer. It is locked like your diary.
copies-second-gone = This folder is not there now. Plug the stick in; the next copy goes there.
copies-second-failing = The last copy did not reach this folder. It is tried again with the next one.
copies-second-end = Stop using this folder
copies-second-ended-toast = Copies stay on this computer from now on. The files in the folder are left there.
copies-second-use = Use { $folder }
copies-second-choose = Choose a folder…
copies-second-label = Its full name
copies-second-hint = Choose it above, or write it here.
copies-second-keep = Use this folder
copies-second-toast = Saved. A copy is there already.
copies-second-failed = This folder cannot be used
copies-second-failed-text = It must be there, with its full name, and not be the folder of the diary. Backstride must be allowed to write to it.
copies-file-heading = From a file
copies-file-text = A copy that was saved as a file can be brought back here, also on another computer.
copies-file-choose = Choose a file…
copies-file-label = Its full name
copies-file-hint = Choose it above, or write it here with “.backstride” at the end.
copies-file-look = Look at it
copies-choose-failed = The window for choosing did not open
copies-choose-failed-text = Nothing has changed. Write or paste the full name instead.
leaving-hold = The diary is being locked.
choosing-folder-title = A folder for copies
choosing-copy-title = A copy of your diary
choosing-copies = Copies of a diary
choosing-take = Choose
choosing-leave = Cancel
copies-foreign = This is not a copy of a diary
copies-foreign-text = Backstride did not make this file. Nothing was changed.
copies-newer = This copy is from a newer Backstride
copies-newer-text = Install the newer Backstride to bring it back. Nothing was changed.
copies-damaged = This copy is damaged
copies-damaged-text = Part of the file is not as it was written, so it is not brought back. Your diary was not changed.
copies-other = This copy is locked with another passphrase
copies-other-text = It is not damaged. It opens with the passphrase or the recovery code from the day it was made.
copies-words-heading = Locked with another passphrase
copies-words-text = This copy is in order. It opens with the passphrase or the recovery code you had when it was made.
copies-words-label = Passphrase or recovery code
copies-words-wrong = This does not open the copy. Nothing was changed. Try the one you had on the day it was made.
copies-words-go = Open it
copies-lock-open = Not locked. Anyone can read it.
copies-lock-other = Locked with another passphrase
copies-back-locked = It will be locked with the passphrase you have now.
copies-back-open = This copy is locked, and your diary is not. After this, anyone who can use this account can read it.
copies-little-room = The disk is almost full
copies-little-room-text = Soon there may be no room for copies or for what you write. Free some space.
copies-file-missing = There is no such file
copies-file-missing-text = Look whether its name is complete and the stick is plugged in.
copies-look-failed = This copy cannot be brought back
copies-back-heading = Bring back the copy of { $date }?
copies-back-what = Your diary will be as it was then.
copies-back-same = The copy holds the same as your diary. Nothing would change.
copies-back-go = What would go
copies-back-come = What would come back
copies-back-change = What would be as it was before
copies-back-count = { $kind }: { $count }
copies-back-losing = On { $count ->
        [one] one day, { $first }
       *[other] { $count } days, from { $first } to { $last }
    }.
copies-back-kept = Before that, your diary as it is now is kept as a copy. You can bring it back the same way.
copies-back-do = Bring it back
copies-back-leave = Leave it as it is
copies-back-failed = The copy was not brought back. Your diary is as it was.
copies-back-toast = The copy was brought back. Your diary as it was is among the copies.
copies-kind-pain = Pain entries
copies-kind-walk = Walks
copies-kind-day = Whole days
copies-kind-medicine = Medicines
copies-kind-relief = Relief
copies-kind-flare = Flares
copies-kind-factor = Things you watch
copies-kind-footwear = Shoes
copies-kind-check = Symptom checks
copies-kind-question = Questions
copies-kind-plan = Walking plans
copies-kind-plan_review = Weeks of a plan
copies-kind-plan_check_in = Check-ins
copies-kind-session = Routines done
copies-kind-routine = Routines of your own
data-heading = Your data
data-text = Everything you write stays in one folder on this computer. No account, no network. To move or copy it, close Backstride and copy the whole folder.
data-folder = Folder
exchange-out-heading = Take your diary with you
exchange-out-note = Save it as files that other programs can read.
exchange-wanted = What to save
exchange-wanted-lines = Everything, to bring back later
exchange-wanted-tables = Tables for a spreadsheet
exchange-wanted-fhir = A file for a clinic’s system
exchange-wanted-calendar = Reminders for a calendar
exchange-wanted-nothing = Please choose at least one.
exchange-open-to-all = The files are not locked. Anybody who can open them can read your diary. The file for a clinic holds your notes too.
exchange-place = They go into a new folder in { $folder }.
exchange-carried = This folder does not stay on this computer
exchange-carried-text = { $service } takes it to other computers. Whoever can open that account can read your diary. Move the files elsewhere at once, or stop { $service } first.
service-box = Box
service-dropbox = Dropbox
service-google_drive = Google Drive
service-icloud = iCloud Drive
service-mega = MEGA
service-nextcloud = Nextcloud
service-onedrive = OneDrive
service-owncloud = ownCloud
service-pcloud = pCloud
service-proton = Proton Drive
service-other = A cloud service
exchange-export = Save the files
exchange-progress-of = { $percent } % done
exchange-progress =
    { $lines ->
        [0] Reading the files…
       *[other] { $lines } lines read
    }
exchange-export-stopped = Stopped. No files were saved.
exchange-saved =
    { $records ->
        [one] Saved one record. The files are in a new folder: { $path }
       *[other] Saved { $records } records. The files are in a new folder: { $path }
    }
exchange-not-in-calendar =
    { $count ->
        [one] One reminder has no set time to come, so it is not in the calendar.
       *[other] { $count } reminders have no set time to come, so they are not in the calendar.
    }
exchange-export-failed = No files were saved. Your diary is as it was.
exchange-in-heading = Bring files back in
exchange-in-note = You see first what would change. Nothing changes until you say so.
exchange-read-only = Nothing can be saved here now, so nothing can be brought in.
exchange-files = Files to bring in
exchange-files-hint = Choose backstride.jsonl, or tables from the folder csv such as pain.csv.
exchange-not-text = This file is not plain text, so it could not be read. Nothing was changed. Choose a file that Backstride saved.
exchange-not-ours = The name of this file does not say what is in it. Nothing was changed. Choose backstride.jsonl, or a table with the name it was saved under, such as walk.csv.
exchange-too-large = There is more in these files than can be brought in at once. Nothing was changed. Try again with fewer files.
exchange-foreign = At least one of these files was not saved by Backstride, or its first line is gone. Nothing was changed. Choose another file.
exchange-newer = At least one of these files was saved by a newer Backstride. Nothing was changed. Bring it in with that version, or a newer one.
exchange-import-stopped = Stopped. Nothing was changed.
exchange-read-failed = The files were not brought in
exchange-take-failed = The files were not brought in. Your diary is as it was.
exchange-undo-failed = The import was not taken back. Your diary is as it was.
exchange-preview-heading = What would change
exchange-preview-note = Nothing has changed yet.
exchange-rows-label = What is new, the same and different, kind by kind
exchange-altered-heading = These files are not as they were saved
exchange-cut-off = The end of { $file } is missing. What follows is all that is left of it.
exchange-changed = Something in { $file } was changed after it was saved. Look closely at what follows.
exchange-empty = There is nothing in these files.
exchange-column-what = What
exchange-column-new = New
exchange-column-same = Here already
exchange-column-differs = Here, but different
exchange-column-refused = Cannot be taken
exchange-sum = All
exchange-span = New or changed: from { $first } to { $last }.
exchange-only-to-read =
    { $count ->
        [one] One line is only there to be read, such as the log of changes or a reminder. It is left out.
       *[other] { $count } lines are only there to be read, such as the log of changes and your reminders. They are left out.
    }
exchange-of-lock = What these files say about the lock is left out. Your lock stays as it is.
exchange-columns-left = These columns are not known here and are left out: { $columns }
exchange-refused-heading = Lines that cannot be taken
exchange-line = Line { $line }
exchange-line-of = Line { $line } of { $file }
exchange-refused-more =
    { $count ->
        [one] And one more.
       *[other] And { $count } more.
    }
exchange-differing = Where a record is here, but different
exchange-keep = Keep what is here
exchange-replace = Take what the file says
exchange-take =
    { $count ->
        [one] Bring in one
       *[other] Bring in { $count }
    }
exchange-drop = Bring in nothing
exchange-taken-heading = Brought in
exchange-taken =
    { $count ->
        [one] One record is here now. A copy of your diary from before is kept in your data folder.
       *[other] { $count } records are here now. A copy of your diary from before is kept in your data folder.
    }
exchange-last =
    { $count ->
        [one] Last brought in: one record on { $date }, from { $source }
       *[other] Last brought in: { $count } records on { $date }, from { $source }
    }
exchange-undo = Take this import back
exchange-undone-heading = Taken back
exchange-undone =
    { $count ->
        [one] One record is as it was before. What had been new is in the trash for 30 days.
       *[other] { $count } records are as they were before. What had been new is in the trash for 30 days.
    }
exchange-undone-left =
    { $count ->
        [one] One record was left as it is, because you changed it since.
       *[other] { $count } records were left as they are, because you changed them since.
    }
exchange-what-pain = Pain entries
exchange-what-walk = Walks
exchange-what-day = Whole days
exchange-what-medicine = Medicines taken
exchange-what-relief = Things tried
exchange-what-flare = Flares
exchange-what-factor = Things you watch
exchange-what-footwear = Shoes
exchange-what-check = Symptom checks
exchange-what-question = Questions
exchange-what-plan = Walking plans
exchange-what-plan-review = Weeks of a walking plan
exchange-what-plan-check-in = Check-ins of a walking plan
exchange-what-session = Routines done
exchange-what-routine = Routines of your own
exchange-what-setting = Settings
exchange-what-guide-mark = Marks on guides
exchange-what-health-flag = What exercises depend on
exchange-why-unreadable = it cannot be read.
exchange-why-too-long = it is too long.
exchange-why-unknown-line = this version does not know what it is about.
exchange-why-unknown-field = this version does not know the field “{ $field }”.
exchange-why-missing-field = the field “{ $field }” is missing.
exchange-why-bad-value = the field “{ $field }” holds something it cannot hold.
exchange-why-names-missing = it names a record that is not here.
exchange-why-taken = another record has its place, such as the one record of a day.
exchange-why-empty = it says nothing.
exchange-why-future = its date is still to come.
about-heading = About
about-version = Version { $version }
about-font = Typeface: Atkinson Hyperlegible Next by the Braille Institute, under the SIL Open Font License 1.1.
about-what = Backstride is a diary, a set of guides and a few gentle exercises. It is not a medical device, it gives no diagnosis, and it does not replace a doctor or physiotherapist.
settings-group-you = You and the diary
settings-group-data = Your records
settings-group-program = The program
storage-caption = What the folder holds, and how large it is
storage-what = What
storage-files = Files
storage-size = Size
storage-kind-diary = Diary
storage-kind-schedule = Reminders
storage-kind-backups = Backups
storage-kind-kept = Copies set aside
storage-kind-own = Small files of the program
storage-all = All of it
size-kb = { $size } KB
size-mb = { $size } MB
size-gb = { $size } GB
erase-open = Delete everything
erase-heading = Delete everything
erase-what = All you have written goes for good, with your reminders and your choices. There is no way back. Backstride then begins as new.
erase-copies = Delete the backups and the copies set aside too
erase-copies-stay = The copies stay. All you wrote can still be read from them.
erase-honest = Each file is written over before it is removed. A solid-state drive may still keep old pieces that only special tools can reach. Files you saved yourself, such as pages, exports or backups in another folder, stay: delete those yourself.
erase-type = Type the word { $word }
erase-word = delete
erase-word-wrong = Type { $word } to go on. Nothing has been deleted.
erase-now = Delete everything now
erase-failed = Not everything could be deleted
about-content = Symptom check: { $rules }. Guides: { $guides }.
parts-heading =
    { $count ->
        [one] Made of one part by others
       *[other] Made of { $count } parts by others
    }
parts-note = People gave these parts away under open licences. Press one to read its licence.
parts-seek = Find a part or a licence
parts-count =
    { $count ->
        [one] One part
       *[other] { $count } parts
    }
parts-text = { $name }: { $licence }
parts-save = Save the list for machines (SBOM)
parts-saved = Saved: { $path }
parts-file = Backstride { $version } SBOM

## Lock

lock-heading = Lock the diary
lock-off-text = The diary has no lock. Anyone who can use this account on the computer can read it. A passphrase locks the file itself, and the backups made from then on.
lock-on-text = The diary takes a passphrase each time Backstride starts. Its file on the disk cannot be read without it.
lock-limits = A lock does not help against somebody who knows the passphrase, sits at an open diary, or has put a spy program on this computer.
lock-begin = Set a passphrase
lock-is-locked = The diary is locked. Unlock it to change this.
lock-last = Before this, it was last unlocked on { $when }.
lock-now = Lock now
lock-now-key = or press Ctrl and L, from anywhere
lock-after-label = Lock by itself when nothing is touched
lock-after-never = Never
lock-after-min = { $minutes } minutes
lock-after-note = What you are writing and have not saved is cleared when it locks.
lock-leave-label = Lock when the computer sleeps or its screen is locked
lock-leave-untold = On this system Backstride cannot tell when the computer sleeps or its screen is locked. Lock it yourself before you leave.
lock-remember = Remember on this computer
lock-remember-note = The key store of this computer then opens the diary when Backstride starts. Anyone who can use this account gets in as well. Your passphrase works all the same.
lock-yes = Yes
lock-no = No
lock-left-heading = Older files still hold your diary
lock-left-text = A new copy is locked like your diary. These are from before:
lock-left-open = Anyone can read it.
lock-left-old_key = It opens with the old passphrase.
lock-left-away = These cannot be reached now. The stick may not be plugged in. They are yours to delete:
lock-left-forget = Take them off this list
lock-left-size = ({ $size } MB)
lock-left-remove = Overwrite and delete them
lock-left-note = The locked diary stays as it is. On some drives, and on copies kept elsewhere, traces can remain.
lock-on-heading = Lock the diary
lock-on-intro = Choose a passphrase that nobody near you would guess. Four or five words that do not belong together are easy to keep and hard to guess.
lock-change = Change the passphrase
lock-change-intro = The old passphrase opens nothing from then on. Backups made before still open with the old one.
lock-new-code = New recovery code
lock-new-code-intro = The old code opens nothing from then on. Use this if your paper is lost.
lock-rekey = New key for everything
lock-rekey-intro = Use this if somebody may know your passphrase. The whole diary is locked anew, with a new passphrase and a new code. Copies that somebody took before still open with the old passphrase.
lock-off = Take the lock off
lock-off-intro = The diary is written anew without a lock. Anyone who can use this account can read it then.
lock-old-label = Your passphrase now
lock-old-hint = The recovery code does as well.
lock-new-label = New passphrase
lock-new-hint = At least 8 characters.
lock-again-label = The same again
lock-show = Show
lock-hide = Hide
lock-next = Next
lock-words-label = Passphrase
lock-words-missing = Please write your passphrase.
lock-words-wrong = This passphrase does not fit. Nothing was changed. Look whether Caps Lock is on, and try again.
lock-words-short = Please use at least 8 characters.
lock-again-wrong = The two do not match. Please write it again.
lock-code-label = Recovery code
lock-code-hint = Six groups of five, from the page you kept. Dashes do not matter.
lock-code-missing = Please write the code.
lock-code-typo = This is not a whole code, or one sign in it is wrong. Compare it with your page, group by group.
lock-code-wrong = This code does not belong to this diary. Nothing was changed. Look for a newer page.
lock-code-title = Recovery code
lock-code-once = If you forget the passphrase, this code opens the diary. It is shown only now. Write it down, or print it, and keep it away from this computer.
lock-code-print = Save as PDF
lock-code-print-note = The file goes to your downloads. Print it, then delete the file: it opens your diary.
lock-code-print-what = This code opens a locked diary of Backstride when the passphrase is forgotten.
lock-code-print-keep = Keep this page where only you can find it, and not beside the computer.
lock-code-print-delete = Delete the file on the computer once this page is printed. Whoever has the file can open the diary.
lock-tail-label = The last five signs of the code
lock-tail-hint = Copy them from your paper, so that you know it is readable.
lock-tail-wrong = These are not the last five. Compare your paper with the code above.
lock-nobody = Without the passphrase and without the code, nobody can open the diary: not you, not us, not a repair shop.
lock-failed = This was not done. Your diary is as it was.
lock-on-toast = The diary is locked with your passphrase.
lock-off-toast = The lock is off.
lock-changed-toast = Changed.
lock-open = Unlock
lock-opening = Checking the passphrase.
lock-open-failed = The diary could not be opened
lock-use-code = Use the recovery code
lock-use-words = Use the passphrase
recall-heading = Do you still know your passphrase?
recall-text = Type it once while your diary is open. Then you know that you can get in later.
recall-go = Check
recall-later = Not now
recall-toast = That is your passphrase. You will be able to get in.
recall-wrong = That is not your passphrase. Look whether Caps Lock is on, and try again.
recall-lost = If it will not come back to you, look for your recovery code. With it you can choose a new passphrase in
recall-settings = Settings.
recall-failed = This could not be checked.
locked-heading = Locked
locked-text = The diary opens with your passphrase.
locked-still-heading = What works without it
locked-still-signs = The signs that need help, and the symptom check
locked-still-guides = The guides
locked-still-routines = The exercises
locked-still-reminders = Reminders go on, with words that reveal nothing.
locked-lost = I have neither the passphrase nor the code
locked-lost-heading = Without both, nobody can open it
locked-lost-text = There is no other way in, not even for the people who make Backstride. You can start a new diary. The locked one is kept, in case the passphrase comes back to you.
cover-show = Show the window again

## First run

first-heading = Welcome to Backstride
first-what = Backstride helps you keep track of a back that hurts when you walk, and to read up on it; it is not a doctor, it makes no diagnosis, and it cannot tell you that you are fine.
first-private = What you write stays on this computer. There is no account, and nothing is sent anywhere.
first-shared = Anyone who can use this account on the computer can read it, unless you lock it with a passphrase.
first-region = Where do you live?
first-region-hint = So that the right emergency number is at hand. You can change it later.
first-region-choose = Please choose
first-region-missing = Please choose one. “Elsewhere” is fine too.
first-done = Start
first-lock = Start and set a passphrase
first-failed = This could not be saved, so Backstride cannot start yet.
first-help-heading = Do you need help now?
first-help-text = Some signs with back pain need care at once. The list is here at any time.

## When the diary cannot be opened

state-kept = What was kept
state-next = What you can do
state-file = The diary file
state-retry = Try again
state-start-empty = Start a new diary
state-start-empty-note = The old files are put aside under another name. Nothing is deleted.
state-start-failed = A new diary could not be started. Nothing was changed.
state-still = It is still the same.
state-else = Guides, routines and the list of signs work as usual.
way-look = Look for a way back
way-stopped = Stopped. Nothing was changed by it.
way-heading = This can be brought back
way-whole = Everything. All of your diary can be read after all.
way-earlier = Your diary as it was a little earlier: { $entries ->
        [one] one record
       *[other] { $entries } records
    } on { $days ->
        [one] one day
       *[other] { $days } days
    }.
way-backup = The copy of { $date }, { $time }, checked just now. With it your diary has { $entries ->
        [one] one record
       *[other] { $entries } records
    } on { $days ->
        [one] one day
       *[other] { $days } days
    }.
way-salvaged = There is no copy. One by one, { $entries ->
        [one] one record
       *[other] { $entries } records
    } on { $days ->
        [one] one day
       *[other] { $days } days
    } could be read.
way-rescued = { $count ->
        [one] One newer record was read
       *[other] { $count } newer records were read
    } out of the damaged file. Please look at { $count ->
        [one] it
       *[other] them
    } again: { $first }{ $more ->
        [0] .
       *[other] {" "}to { $last }.
    }
way-lost = What you wrote after the copy and is not named here is lost.
way-unreadable = { $count ->
        [one] One record was seen and
       *[other] { $count } records were seen and
    } could not be read.
way-none = Nothing can be brought back from here
way-none-text = No copy was found, and the file cannot be read. If you saved a copy as a file, start a new diary and bring it back in Settings.
way-take = Bring it back
way-kept = The damaged files are put aside. Nothing is deleted.
way-taken-toast = Your diary is open again.
way-failed = It was not brought back. Nothing was changed.
way-read = Only look at it
way-read-note = You can read what is still readable. Nothing can be changed.
state-newer-heading = This diary was written by a newer Backstride
state-newer-what = The file has version { $found }; this program knows versions up to { $known }.
state-newer-kept = Your diary is complete and was not touched.
state-newer-next = Install the newer Backstride again, then open it.
state-damaged-heading = The diary file is damaged
state-damaged-what = Part of the file cannot be read. A full disk, a sudden power cut or a failing drive can cause this.
state-damaged-kept = The file was not changed, so nothing more can get lost.
state-damaged-next = Let Backstride look for a way back. It makes copies of your diary by itself. Or start a new diary.
state-missing-heading = The diary file is gone
state-missing-what = There was a diary here before. Now its file is not in its place. It may have been moved, or its drive is not plugged in.
state-missing-kept = Nothing was created in its place.
state-missing-next = Plug in the drive or put the file back, and try again. Or let Backstride look for a copy.
state-read-only-heading = Nothing can be saved right now
state-read-only-what = The folder of the diary is write-protected.
state-read-only-kept = Everything you saved before is still there.
state-read-only-next = Make the folder writable, or ask the person who looks after this computer. Then try again.
state-busy-heading = The diary is open in another copy
state-busy-what = Another Backstride holds the diary, perhaps for another user of this computer.
state-busy-kept = Your diary is complete and was not touched.
state-busy-next = Close the other Backstride, then try again.
state-full-heading = The disk is full
state-full-what = There is no room left to open the diary safely.
state-full-kept = Everything you saved before is still there.
state-full-next = Free some space, for example by emptying the computer's bin. Then try again.
state-unavailable-heading = The diary could not be opened
state-unavailable-what = The computer did not let Backstride open its file.
state-unavailable-kept = The file was not changed.
state-unavailable-next = Try again. If that does not help, restart the computer and look whether you can open the folder.

## Why something did not work, by error code

error-invalid-why = Something in it is not allowed.
error-invalid-next = Please check what you entered and try again.
error-not-found-why = It is not there any more.
error-not-found-next = Go back and look again.
error-conflict-why = It was changed or removed in the meantime.
error-conflict-next = Go back, look at it as it is now, and try again.
error-newer-file-why = The diary was written by a newer Backstride.
error-newer-file-next = Install the newer version again.
error-damaged-why = The diary file is damaged.
error-damaged-next = Restart Backstride to see what can be done.
error-foreign-why = This file was not made by Backstride.
error-foreign-next = Choose another file.
error-doubtful-why = The computer failed at the last moment, so it may or may not be saved.
error-doubtful-next = Restart Backstride and look before you enter it again.
error-stopped-why = It was stopped.
error-stopped-next = Nothing was changed.
error-missing-why = The diary file is gone from its place.
error-missing-next = Restart Backstride to see what can be done.
error-read-only-why = The folder of the diary is write-protected.
error-read-only-next = Make it writable and try again.
error-full-why = The disk is full.
error-full-next = Free some space and try again.
error-locked-why = The diary is locked.
error-locked-next = Unlock it with your passphrase, then do this again.
error-wrong-secret-why = The passphrase or the code does not fit.
error-wrong-secret-next = Nothing was changed. Check each letter and try again.
error-other-key-why = It is locked with another passphrase than your diary.
error-other-key-next = Use the passphrase or the recovery code from the day it was made.
error-keys-damaged-why = Both copies of the key file are damaged, so neither the passphrase nor the code can be checked.
error-keys-damaged-next = The diary itself was not touched. Put back a copy of the whole folder, or restore a backup, which holds its own keys.
error-memory-why = There was not enough memory to check the passphrase.
error-memory-next = Nothing was changed. Close other programs and try again.
error-key-store-why = The key store of this computer did not keep the key.
error-key-store-next = Your passphrase works as before. Unlock the key store or log in again, then try once more.
error-busy-why = Another program holds the diary.
error-busy-next = Wait a moment and try again.
error-storage-why = The computer reported a problem with the file.
error-storage-next = Try again. If it happens again, restart the computer.
error-companion-why = The part that shows reminders did not start.
error-companion-next = Try again. If it happens again, restart Backstride.
error-unexpected-why = Something went wrong inside Backstride.
error-unexpected-next = Try again. If it happens again, restart Backstride.

## Command line

cli-unknown = Backstride does not understand this.
cli-help =
    Backstride, a private companion for a back that hurts when you walk.

    backstride                 open the window
    backstride --room ROOM     open it in a room: today, diary, check, routines, guides, reminders, settings
    backstride log NUMBER      save your pain right now, a whole number from 0 to 10
    backstride pause LENGTH    show no reminders for a while: 30m, 1h, tomorrow, or off to go on
    backstride status          say what comes next and whether reminders are shown
    backstride --version       say which version this is
    backstride --help          show this text
cli-logged = Saved: pain { $nrs }.
cli-paused = Reminders are paused until { $when }.
cli-goes-on = Reminders go on.
cli-no-reminders = No reminder is set up yet.
cli-status-ok = Reminders are shown, with buttons.
cli-status-missing = This computer shows no notifications. Reminders wait in the window.
cli-status-not-installed = No notifications are shown, because Backstride does not run from the Applications folder. Reminders wait in the window.
cli-status-no-actions = Reminders are shown, without buttons.
cli-status-unknown = It is not known yet whether reminders are shown.
cli-status-stopped = Nothing runs in the background: no reminder is on, or the part that shows them has ended.
cli-status-paused = Paused until { $when }.
cli-status-next = Next: { $when }
cli-status-none = Nothing is planned at a time of day.
cli-error-read-only = Not saved: the folder of the diary is write-protected.
cli-error-full = Not saved: the disk is full.
cli-error-damaged = Not saved: the diary file is damaged. Open Backstride to see what can be done.
cli-error-missing = Not saved: the diary file is gone from its place. Open Backstride to see what can be done.
cli-error-newer = Not saved: the diary was written by a newer Backstride.
cli-error-locked = Not saved: the diary is locked. Open Backstride, unlock the diary with your passphrase, and log it again.
cli-error-busy = Not saved: another program holds the diary. Try again in a moment.
cli-error-no-answer = Backstride is open but did not answer in time. Look into the diary before you try again: it may have been saved.
cli-error-no-window = The window could not be opened.
cli-error-unexpected = That did not work. Open Backstride to see what is wrong.

## Places

places-heading = Find help and care
places-heading-short = Find care
places-note = Numbers, registers and what to ask, for where you live. Backstride itself never goes online.
places-signs = Which signs need the emergency number
places-licence = Licence
places-location = Place
places-cost = Cost
places-availability = How to get there
places-asks = What to ask before you book
places-warnings = What speaks against somebody
places-guide = Read the guide on this
places-open = Open in the browser
places-open-label = Open in the browser: { $name }
places-opened-toast = Your browser was asked to open it.
places-open-failed = The browser could not be opened.
places-open-instead = You can also copy the address and type it in yourself.
places-checked-on = Gone through on { $date }.
near-heading = Near me
near-note = Backstride does not know where you are and looks for nobody. Copy this phrase, or open it with { $engine } in your browser. Then { $engine } sees it.
near-place = Your town or postcode
near-place-hint = Not kept. You may leave it empty.
near-phrase = The phrase to search for
near-address = The address that would be opened: { $address }
near-copy = Copy the phrase
near-open = Open { $engine } in the browser
near-copied-toast = Copied. Paste it into any search.
near-selected-toast = The phrase is selected. Press Ctrl and C to copy it.
insurers-heading = Names of insurers
insurers-note = Names that clinics in the UK list, and what is known of each. We recommend none of them and have no ties to any.
insurers-show = Show all { $count } names
insurers-guide = What to ask your insurer
insurer-insurer = Insurer
insurer-international = International plans
insurer-cash_plan = Cash plan
insurer-provider = Treats, does not insure
insurer-administrator = Runs schemes for others
insurer-brand = Brand
insurer-unclear = Unclear

## Questions for an appointment

questions-heading = Questions for my appointment
questions-heading-short = My questions
questions-note = What you want to ask next time, in your own order. Tick a question once you have asked it.
questions-left = { $left } of { $all } still to ask
questions-empty-heading = No questions yet
questions-empty-text = Write your own above, or add some from a guide with “Add to my questions”.
questions-empty-action = Good questions to begin with
questions-closed = The diary is not open, and your questions are kept in it. The guides are still there.
question-own = A question of your own
question-own-hint = One at a time. Short is fine.
question-own-add = Add it
question-words = The words of the question
question-save = Save
question-up = Move up: { $question }
question-down = Move down: { $question }
question-edit = Change the words: { $question }
question-from = From
question-add = Add to my questions
question-add-label = Add to my questions: { $question }
question-added-toast = Added to your questions.
question-ticked-toast = Asked.
question-unticked-toast = Still to ask.
question-moved-toast = Now at place { $place }.
question-saved-toast = The words are saved.
question-dropped-toast = Taken off your questions.
question-see = See the list
question-failed = That was not saved.
question-full = Your list is full. Tick or delete some first, nobody can ask more than 60.
question-twice = This question is in your list already.
question-wrong = Write something, in 300 characters at most.

## Summary for an appointment

# The screen.
summary-open = For your appointment
summary-heading = Summary for your appointment
summary-note = One page to read, one page of tables. It is made on this computer and goes nowhere by itself.
summary-period = Which days
summary-period-four_weeks = Last 4 weeks
summary-period-three_months = Last 3 months
summary-period-since = Since a date
summary-period-between = From one date to another
summary-from = From
summary-until = To
summary-date-hint = Day, month and year, like 3 May 2026 or 2026-05-03.
summary-date-wrong = Write a date that has been, like 3 May 2026.
summary-date-order = The first date must come before the second.
summary-parts = What goes along
summary-parts-hint = Press one to leave it out.
summary-part-checks = Symptom check
summary-part-health = About my health
summary-part-pain = Pain
summary-part-walking = Walking
summary-part-body = Where it hurt
summary-part-legs = Legs
summary-part-flares = Flares
summary-part-treatments = What was tried
summary-part-days = Sleep and stress
summary-part-routines = Exercises
summary-part-questions = My questions
summary-notes-choice = My notes
summary-notes-with = Notes go along
summary-notes-without = Notes stay here
summary-name = What stands at the top
summary-name-hint = For example your name and date of birth. It is printed and not kept.
summary-name-wrong = Please keep it to 120 letters.
summary-paper = Paper
summary-preview = What will be on the pages
summary-preview-note = The same words and pictures as in the file.
summary-preview-busy = The pages are being laid out.
summary-page-second = Next page
summary-pages =
    { $pages ->
        [one] One page
       *[other] { $pages } pages
    }
summary-left-out =
    { $count ->
        [one] One character cannot be printed. A mark stands in its place.
       *[other] { $count } characters cannot be printed. Marks stand in their places.
    }
summary-save = Save as PDF
summary-questions-change = Change my questions

# The pages.
summary-title = Summary of a pain diary
summary-days = { $from } to { $to }. Something was written down on { $recorded } of { $possible } days.
summary-days-asked = The diary asked on { $asked } of them.
summary-days-first = It begins on { $date }.
summary-by = Written by the person, not checked by a clinician. Backstride { $version }, made on { $date }.
summary-checks = Symptom check
summary-checks-none = No check was made in this time, and none is kept from before.
summary-checks-before = No check was made in this time. The last one: { $check }
summary-checks-unticked = Nothing was ticked that asks for help within days. That rules nothing out.
summary-check = { $date }, { $scope }. It said: { $level }.
summary-check-nothing = { $date }, { $scope }. Nothing was ticked.
summary-check-full = all questions
summary-check-short = short check of bladder, bowel, legs and alarm signs
summary-check-cleared = The person noted on { $date } that a clinician had looked and exercise was fine.
summary-answers = Answered with yes or not sure:
summary-answers-more = More answers of yes or not sure
summary-answer = { $text }: { $when }.
summary-answer-yes = yes on { $date }
summary-answer-unsure = not sure on { $date }
summary-answer-not = asked again on { $date } and not ticked
summary-more-below = and { $count } more on the next page
summary-more-diary = and { $count } more in the diary
summary-cut = { $text }…
summary-more-checks = and { $count } earlier
summary-health = Told about their health
summary-health-no_kneeling = Cannot kneel
summary-body = Where it hurt
summary-body-caption = Left: seen from the front. Right: seen from behind. The darker, the more days.
summary-place = { $region }: { $days } of { $of } days with an entry
summary-legs = Legs
summary-legs-none = Nothing was written down about the legs.
summary-legs-days =
    { $days ->
        [one] Written down on one day. Nothing was there on { $clear } of 1.
       *[other] Written down on { $days } days; on { $clear } of them there was nothing.
    }
summary-leg =
    { $days ->
        [one] { $symptom }: one day (left { $left }, right { $right }, both { $both })
       *[other] { $symptom }: { $days } days (left { $left }, right { $right }, both { $both })
    }
summary-tried = What was tried
summary-tried-none = Nothing was written down.
summary-tried-line =
    { $times ->
        [one] { $name }: once. Helped a little or a lot { $helped } of { $said } times that were rated.
       *[other] { $name }: { $times } times. Helped a little or a lot { $helped } of { $said } times that were rated.
    }
summary-tried-worse =
    { $times ->
        [one] Made it worse once.
       *[other] Made it worse { $times } times.
    }
summary-tried-unsaid =
    { $times ->
        [one] { $name }: once. Not rated.
       *[other] { $name }: { $times } times. Not rated.
    }
summary-medicine = { $name } ({ $amounts })
summary-routines = Exercises
summary-routine =
    { $times ->
        [one] { $name }: once, { $finished } to the end
       *[other] { $name }: { $times } times on { $days } days, { $finished } to the end
    }
summary-pain = Pain
summary-pain-none = No number was written down.
summary-pain-days = Middle { $median } of 10 over { $days } days with a number; lowest { $low }, highest { $high } of { $entries } entries.
summary-pain-range = Lowest { $low }, highest { $high } of 10 in { $entries } entries about the worst of a day.
summary-change = { $earlier } { $latest } { $meaning }
summary-window = { $from } to { $to }: mean { $mean } ({ $days } of 28 days).
summary-no-mean = not known
summary-change-not_enough = Too few days to compare: each four weeks need 7 with a number.
summary-change-about_the_same = About the same: the change is under 2 points or under 30 percent.
summary-change-better = Less pain: the change is 2 points or more and 30 percent or more.
summary-change-worse = More pain: the change is 2 points or more and 30 percent or more.
summary-pain-chart = Pain from 0 to 10, step by step. The table on the next page has the same numbers.
summary-pain-caption = Point: mean of { $step }. Bar: lowest to highest entry. Hatched: no mean. Triangle: flare. n: days with a number.
summary-per-week = a week
summary-per-month = a month
summary-per-quarter = three months
summary-per-year = a year
summary-walking = Walking
summary-walking-none = No walk was written down.
summary-walks =
    { $walks ->
        [one] One walk, { $minutes } long.
       *[other] { $walks } walks on { $days } days, { $minutes } long.
    }
summary-minutes = { $low } to { $high } minutes (middle { $median })
summary-minutes-one = { $value } minutes
summary-spread = { $low } to { $high } (middle { $median })
summary-counted = { $median } (n { $n })
summary-counted-shortly = { $median } ({ $n })
summary-onset =
    { $walks ->
        [one] Pain began on one walk, after { $minutes }.
       *[other] Pain began on { $walks } walks, after { $minutes }.
    }
summary-never =
    { $walks ->
        [one] Pain did not begin on one walk of { $minutes }.
       *[other] Pain did not begin on { $walks } walks of { $minutes }.
    }
summary-onset-unknown =
    { $walks ->
        [one] Not written down for one walk.
       *[other] Not written down for { $walks } walks.
    }
summary-stopped = Had to stop for pain on { $walks } of { $of } walks.
summary-settle =
    { $walks ->
        [one] It settled after { $minutes } (one walk).
       *[other] It settled after { $minutes } ({ $walks } walks).
    }
summary-peak =
    { $walks ->
        [one] Worst pain of a walk: { $nrs } of 10 (one walk).
       *[other] Worst pain of a walk: { $nrs } of 10 ({ $walks } walks).
    }
summary-eased = What eased it, in { $of } walks: { $list }.
summary-eased-by = { $by } { $walks }
summary-eased-after = { $by } { $walks } (middle { $median } min)
summary-comfortable = Longest comfortable walk of a day: { $minutes }.
summary-flares = Flares
summary-flares-none = None was written down.
summary-flares-count =
    { $count ->
        [one] One flare touches this time.
       *[other] { $count } flares touch this time.
    }
summary-flare =
    { $days ->
        [1] { $from }, one day
       *[other] { $from } to { $to }, { $days } days
    }
summary-flare-open = Since { $from }, not over
summary-whole-days = Days and nights
summary-limited = The back was in the way: { $nrs } of 10 ({ $days } days).
summary-sleep = Sleep: { $low } to { $high } hours (middle { $median }, { $days } nights).
summary-sleep-quality = Slept badly { $zero }, fairly { $one }, quite well { $two }, well { $three } ({ $days } nights).
summary-stress = Stress: none { $zero }, a little { $one }, quite a bit { $two }, a lot { $three } ({ $days } days).
summary-questions = What I would like to ask
summary-questions-more = More to ask
summary-small-missing = What was not written down is missing here; it does not count as zero.
summary-small-cut = A text that ends in “…” did not fit. It is whole in the diary.
summary-small-pain = Pain: 0 is none, 10 is the worst imaginable. The number of a day is the person’s own average, or else the mean of its entries.
summary-small-walking = Where pain did not begin, the walk only shows that it takes at least that long.
summary-small-not = This page lists what was written down. It is not a diagnosis.
summary-table = Step by step
summary-table-summary = Each row is a stretch of days, oldest first. An empty cell was not written down.
summary-column-week = Week
summary-column-month = Month
summary-column-quarter = Three months
summary-column-year = Year
summary-column-recorded = Days written
summary-column-pain-days = Days with number
summary-column-mean = Mean pain
summary-column-range = Lowest to highest
summary-column-walks = Walks
summary-column-minutes = Minutes walked
summary-column-onset = Pain began after, middle
summary-column-onset-walks = Minutes to pain (walks)
summary-column-flare = Flare
summary-flare-yes = flare
summary-of = { $some } of { $all }
summary-onset-title = Minutes walked until pain began
summary-onset-chart = Step by step. The table has the same numbers.
summary-onset-caption = Minutes until pain began. Point: the middle of { $step }. Bar: lowest to highest. Hatched: no such walk. n: walks on which it began.
summary-kinds = Walks by what they were like
summary-kinds-summary = Each row is one kind of walk, with how many there were and when the pain began.
summary-column-kind = Kind of walk
summary-column-never = Pain did not begin
summary-kind-slope = Ground: { $what }
summary-kind-carried = Carried: { $what }
summary-kind-aid = Leaned on: { $what }
summary-kind-shoes = Shoes: { $what }
summary-tried-table = What was tried, in numbers
summary-tried-summary = Each row is one medicine or one thing that was tried, with how often and what the person said of it.
summary-column-tried = What
summary-column-times = Times
summary-column-days = Days
summary-column-a-lot = Helped a lot
summary-column-a-little = A little
summary-column-no = No
summary-column-worse = Worse
summary-column-unsure = Cannot say
summary-column-unsaid = Not rated
summary-rows-more =
    { $count ->
        [one] One more row did not fit. It is in the diary.
       *[other] { $count } more rows did not fit. They are in the diary.
    }
summary-notes = Notes
summary-notes-none = No note was written in this time.
summary-notes-latest = The latest { $shown } of { $all } notes.
summary-noted = { $date }, { $on }: { $text }
summary-note-pain = pain
summary-note-walk = walk
summary-note-day = day
summary-note-medicine = medicine
summary-note-relief = what was tried
summary-note-flare = flare

## Walking plan

plan-heading = Walking plan
plan-note = A little more each week, at your own pace.
plan-held = Your last symptom check says to get help first. The plan waits until then, and nothing in it is lost.
plan-held-link = See what the check said
plan-about-heading = What this plan is, and is not
plan-about-goal = It aims at { $minutes } minutes on { $days } days a week, over as much as { $weeks } weeks. Less is a success too, and longer is fine.
plan-about-label = It is modelled on the targets of a trial with people who had already recovered. They met a physiotherapist six times, and their steps were made for each person. The steps from week to week here are our own.
plan-about-feet = More of the walkers in that trial had sore feet, calves or knees. So this plan grows slowly, and asks about them.
plan-about-talk = Walk so that you can still talk in full sentences.
plan-about-physio = A physiotherapist beside you is worth a lot.
plan-about-physio-link = Find a physiotherapist
plan-begin-heading = Find your start
plan-begin-text = Take { $walks } level walks on different days. Stop at the first rise in pain of 2 points, or when you tire. Write each one down.
plan-begin-action = Begin the plan
plan-begun-toast = The plan is begun. Your next { $walks } level walks find the start.
plan-finding-count =
    { $done ->
        [0] No walk yet of { $walks }
       *[other] { $done } of { $walks } walks
    }
plan-finding-walk = { $day }: { $minutes } min
plan-finding-hint = Only the longest level walk of each day counts.
plan-log-walk = Log a walk
plan-start-heading = Your start: { $minutes } minutes
plan-start-text = That is { $percent } % of your last { $walks } walks, so that it is easy. You walk { $minutes } minutes on { $days } days this week.
plan-start-ahead = If every week goes well, week { $week } is { $minutes } minutes on { $days } days, { $total } minutes in all.
plan-start-short = That is less than the goal of { $total } minutes, and it is fine.
plan-start-rests = Walk in parts, with rests
plan-start-rests-hint = For pain that eases when you sit or bend. Walk until it is about { $from } to { $to } out of 10, rest until it settles, and walk on: { $least } to { $most } parts.
plan-start-whole = Each walk in one go
plan-start-kind = How do you want to walk?
plan-start-leg = My leg pain is under 4 out of 10
plan-start-leg-hint = Your last check found pain of the nerve kind in a leg. This plan is for when that has calmed down.
plan-start-leg-missing = Begin when your leg pain is under 4. Until then short walks are better.
plan-start-action = Start week 1 today
plan-started-toast = Week 1 starts today.
plan-table = All weeks, if every one goes well
plan-table-week = Week
plan-table-each = Minutes a walk
plan-table-days = Days
plan-table-total = Minutes a week
plan-week-heading = Week { $week }
plan-week-sum = { $minutes } minutes on { $days } days
plan-week-walked =
    { $walked ->
        [one] 1 of { $days } walks, { $minutes } of { $total } minutes
       *[other] { $walked } of { $days } walks, { $minutes } of { $total } minutes
    }
plan-week-next-today = Next walk: today
plan-week-next-tomorrow = Next walk: tomorrow
plan-week-done = All walks of this week are done. The next week starts { $day }.
plan-week-rest = No more walks fit this week. The next week starts { $day }.
plan-week-parts = In { $least } to { $most } parts with rests. End a part when the pain is { $from } to { $to } out of 10.
plan-week-brisk = You may walk a little faster now if you like.
plan-week-beyond = The { $weeks } weeks are over. You can go on like this for as long as you like.
plan-step-start = This is your first week.
plan-step-up = { $more } minutes more than last week in all.
plan-step-same = The same as last week. Your steps are still small.
plan-step-rest = The same as last week. Every { $every }th week repeats, so that your body can catch up.
plan-step-hard = The same as last week, because one day was hard.
plan-step-new_pain = The same as last week, because of the new pain. Check your shoes.
plan-step-few = The same as last week, because less than half of the walks were done. That is fine.
plan-step-unsaid = The same as last week, until you say how it went.
plan-step-gap = The same as before, because there was no walk for a week.
plan-step-down = Less than last week, because two or more days were hard.
plan-step-back = Two weeks back, because there was no walk for two weeks or more. It comes back quickly.
plan-review-heading = How was week { $week }?
plan-review-planned = You walked on { $walked } of { $days } days.
plan-review-hard = Was there a day with pain of { $pain } or more, or still up the next morning?
plan-review-hint =
    { $days ->
        [0] Your diary has no such day.
        [one] Your diary has 1 day with pain of { $pain } or more.
       *[other] Your diary has { $days } days with pain of { $pain } or more.
    }
plan-review-none = No
plan-review-one = One day
plan-review-more = Two or more
plan-review-new = A new pain in your foot, calf or knee?
plan-review-yes = Yes
plan-review-no = No
plan-review-save = Save the answer
plan-review-saved-toast = Saved. This week: { $minutes } minutes on { $days } days.
plan-review-said-none = You said: no hard day.
plan-review-said-one = You said: one hard day.
plan-review-said-more = You said: two or more hard days.
plan-review-said-new = And a new pain in foot, calf or knee.
plan-review-change = Change the answer
plan-check-in-heading-first = Before you go on: three short questions
plan-check-in-heading = Check-in after week { $week }
plan-check-in-progress = How is it going?
plan-check-in-better = Better
plan-check-in-same = About the same
plan-check-in-worse = Worse
plan-check-in-way = What gets in the way?
plan-check-in-way-pain = Pain
plan-check-in-way-worry = Worry that walking does harm
plan-check-in-way-time = No time
plan-check-in-way-place = Weather, or nowhere good
plan-check-in-way-tired = Tired or low
plan-check-in-way-feet = Feet or shoes
plan-check-in-way-other = Something else
plan-check-in-returns = If the pain comes back, what will you do?
plan-check-in-returns-hint = In your own words. Many people have another bad spell; a plan makes it smaller.
plan-check-in-save = Save
plan-check-in-saved-toast = Check-in saved.
plan-check-in-worse-note = Worse after some weeks? Do the symptom check, and ask a physiotherapist or your GP.
plan-check-in-worse-link = Check symptoms
plan-check-in-kept = Your check-ins
plan-check-in-kept-first = At the start
plan-check-in-kept-week = After week { $week }
plan-anew-heading = Welcome back
plan-anew-text = There was no walk for { $weeks } weeks. That happens. Three walks find a start that fits you now.
plan-anew-action = Find a new start
plan-stop = Stop the plan
plan-stop-note = Your walks stay in the diary.
plan-stopped-toast = The plan is stopped.
plan-failed = That was not saved.
plan-closed = The diary is not open, and the plan lives in it.
plan-chart-empty = Your weeks are drawn here once the plan is under way.
today-plan-heading = Today’s walk
today-plan-next-heading = Next walk
today-plan-tomorrow = Tomorrow
today-plan-done = Done for this week. The next one starts { $day }.
today-plan-open = Open the plan
today-plan-review = Say how week { $week } went
today-plan-find = Walk { $done } of { $walks } to find your start
today-plan-ready = Your start is found
today-plan-ready-note = Open the plan to begin week 1.
today-plan-find-note = A level walk. Stop at the first rise in pain of 2 points, or when you tire.
today-plan-offer = Build up with a walking plan
chart-plan = Plan and walks
chart-plan-legend = The outline is what the week asked for. The filled column is what you walked.
chart-plan-amount = Minutes a week
chart-plan-weeks = Week of the plan
chart-plan-week = Week { $week }, from { $from }: { $walked } of { $planned } minutes.
chart-plan-now = Week { $week } so far: { $walked } of { $planned } minutes.
chart-plan-before =
    { $weeks ->
        [one] The week before { $reached ->
            [0] did not reach
           *[other] reached
        } its minutes.
       *[other] { $reached } of the { $weeks } weeks before reached their minutes.
    }
chart-plan-none = No week of a plan yet.
chart-plan-column-week = Week
chart-plan-column-from = From
chart-plan-column-each = Plan
chart-plan-column-planned = Planned minutes
chart-plan-column-walked = Walked minutes
chart-plan-column-days = Days walked
chart-plan-each = { $minutes } min on { $days } days

## Programmes and the player

programmes-heading = Programmes
programmes-note = Routines for before and after a walk, for the desk, and over some weeks.
programmes-open = Programmes
programmes-plan = Walking plan
programmes-held = Your last symptom check says to get help first. Until then there are no routines here.
programmes-held-link = See what the check said
programmes-rules = Stop if pain rises to 6 or more, if it moves further down your leg, or if you feel new weakness or numbness.
programmes-rules-link = When to get help
programmes-due = Due today
programmes-start = Start
programmes-start-label = Start: { $title }
programmes-again = Do it again
programmes-minutes = About { $minutes } min
programmes-often-day =
    { $least ->
        [one] Once a day
       *[other] { $least } times a day
    }
programmes-often-day-range = { $least } to { $most } times a day
programmes-often-week =
    { $least ->
        [one] Once a week
       *[other] { $least } times a week
    }
programmes-often-week-range = { $least } to { $most } times a week
programmes-often-walk = With each walk
programmes-often-break = In each break
programmes-done-day =
    { $done ->
        [0] Not yet today
        [one] Done once today
       *[other] Done { $done } times today
    }
programmes-done-week =
    { $done ->
        [0] Not yet in the last 7 days
        [one] Done once in the last 7 days
       *[other] Done { $done } times in the last 7 days
    }
programmes-week = Week { $number } of { $weeks }
programmes-day = Day { $number }
programmes-over = The weeks of this programme are over.
programmes-left-out = Left out for you: { $title }. { $why }
programmes-left-out-instead = For you { $instead } instead of { $title }. { $why }
programmes-why-fb = It does not suit pain that eases when you bend or sit.
programmes-why-eb = It does not suit pain that eases when you lean back or walk.
programmes-why-leg = It does not suit nerve pain in a leg.
programmes-why-load = It does not suit how your pain behaves.
programmes-why-girdle = It does not suit pain low at the back of the pelvis.
programmes-why-hip = It does not suit pain from the hip joint.
programmes-why-vasc = It does not suit how your pain behaves.
programmes-why-mix = It does not suit how your pain behaves.
programmes-why-bones = You have thin bones, or took steroids for months.
programmes-why-pregnant = You are pregnant.
programmes-why-new_hip = You have a new hip.
programmes-why-no_kneeling = You cannot kneel.
programmes-why-falls = You had a fall, or feel unsteady.
programmes-why-leg_pain = Your leg pain is 4 or more.
programmes-not-now = Not for now
programmes-refused-check = Your last symptom check comes first.
programmes-refused-pattern = This is meant for pain that behaves in another way.
programmes-refused-leg_pain = Wait until your leg pain is under 4 out of 10.
programmes-refused-clinician = See your GP first. Then ask which exercise suits you.
programmes-parts = What is in it
programmes-see = See somebody if
programmes-flags-heading = About you
programmes-flags-note = What you tick here leaves exercises out or picks an easier form. It stays on this computer.
programmes-flag-bones = Thin bones, a spine bone broken by little force, or steroid tablets for 3 months or more
programmes-flag-pregnant = 16 or more weeks pregnant
programmes-flag-new_hip = A new hip, with limits set by a clinician
programmes-flag-no_kneeling = I cannot kneel
programmes-flag-falls = A fall in the last year, or unsteady
programmes-flag-leg_pain = Leg pain of 4 or more out of 10
programmes-flag-found = Your last symptom check says so.
programmes-lately = Done lately
programmes-lately-line = { $title }, { $when }. { $minutes } min{ $more }
programmes-lately-pain = , pain { $before } before and { $after } after
programmes-lately-none = Nothing yet. What you do is listed here.
programmes-failed = That was not saved.
programmes-when-calm = Begin this only once the pain has calmed down.
programmes-when-small_range = Keep every movement small.
programmes-waits = This waits until your leg pain is under { $under } out of 10.
programmes-calm = My leg pain is under { $under } out of 10.
programmes-calm-days = My leg pain has been under { $under } out of 10 for { $days } days.
own-heading = Your own routines
own-heading-note = Put exercises together as you like. What does not suit you is left out, as in the programmes.
own-none = You have none yet.
own-new = Make a routine
own-new-name = My routine
own-made-toast = Your routine is made.
own-copied-toast = You have a copy to change as you like.
own-copy = Make it my own
own-copy-label = Make it my own: { $title }
own-edit = Change
own-note =
    { $count ->
        [one] { $count } exercise, about { $minutes } min.
       *[other] { $count } exercises, about { $minutes } min.
    }
own-note-empty = Nothing to do in it yet.
own-gone-heading = No such routine
own-gone = This routine was deleted. You find it in the trash of the diary.
own-parts = Exercises
own-empty-heading = No exercises yet
own-empty-text = Choose one below, or open the library and add it from there.
own-add-exercise = Add an exercise
own-choose = Choose
own-put = Add
own-add = Add to a routine
own-add-label = Add to a routine: { $title }
own-add-heading = Add { $title } to
own-open = Open it
own-full = A routine holds up to 30 exercises.
own-up = Move up: { $title }
own-down = Move down: { $title }
own-change = Change: { $title }
own-out = Take out: { $title }
own-sets = Sets
own-sets-wrong = A whole number from 1 to { $most }.
own-reps = Times in a set
own-reps-wrong = A whole number from 1 to { $most }.
own-hold = Hold for seconds
own-hold-wrong = A whole number from 1 to { $most }.
own-for = Seconds in a set
own-for-wrong = A whole number from 5 to { $most }.
own-side = Side
own-both = Both sides
own-only-left = left side only
own-only-right = right side only
own-save = Save
own-about = Name and days
own-name = Name
own-name-wrong = Give it a name of up to 80 letters.
own-days = Days
own-days-note = On these days it shows as due. Choose none, and it never does.
own-delete = Delete this routine
own-eased = For you in its easier form. { $why }
own-left-out = Left out for you. { $why }
own-left-out-instead = For you { $instead } takes its place. { $why }
own-failed = The routine was not changed.
own-named-toast = The name is saved.
own-days-toast = The days are saved.
own-part-added-toast = { $title } is now in { $name }.
own-moved-toast = { $title } is now number { $place }.
own-out-toast = { $title } was taken out.
own-dose-toast = { $title } was changed.
own-dropped-toast = { $name } is in the trash.
own-undone-toast = Taken back.
week-open = This week
week-heading = This week
week-note = What you did, what is for today, and what is ahead.
week-empty = Nothing goes on this week. Start a programme, or choose days for a routine of your own.
week-nothing = Nothing
week-walk = Walk to find your start
week-walk-minutes = Walk for { $minutes } minutes
week-stage = { $title }: { $stage }
week-done = done
week-due = for today
week-missed = not done
week-ahead = ahead
week-count = { $said }, { $done } of { $of }
play-part = Part { $part } of { $parts }. { $left }
play-left-minutes = About { $minutes } min left.
play-left-less = Less than a minute left.
play-seconds = seconds left
play-reps = repetition { $rep } of { $reps }
play-set = Set { $set } of { $sets }
play-phase-ready = Get into position
play-phase-repeat = Move
play-phase-hold = Keep going
play-phase-change = Change sides
play-phase-rest = Rest
play-phase-open = Take your time
play-side-left = left side
play-side-right = right side
play-begin = Begin
play-pause = Pause
play-resume = Go on
play-back = Back
play-skip = Skip
play-next-part = Next
play-easier = Easier: { $title }
play-harder = Harder: { $title }
play-hurts = This hurts
play-stop = Stop
play-next = Next: { $name }
play-key-space = pause
play-key-right = next
play-key-left = back
play-key-e = easier
play-key-h = harder
play-key-x = this hurts
play-pain-before = How is your pain now?
play-pain-before-note = One tap. You can leave it out.
play-pain-after = How is your pain after it?
play-slept = The computer slept, or was busy. Nothing was counted meanwhile.
play-paused = Paused
play-hurt-heading = Stop this one
play-hurt-text = It is noted. A stretch or muscles at work are fine. Sharp, new or spreading pain is not.
play-hurt-easier = Try the easier form
play-hurt-skip = Leave it out
play-hurt-stop = Stop for today
play-hurt-help = Signs that need help
play-over-heading = Done
play-over-part-heading = Enough for now
play-over-text = { $minutes } min. It is kept.
play-over-nothing = Nothing was done, so nothing is kept.
play-over-back = To the programmes
play-over-red = Pain of 6 or more: have 1 or 2 easier days, and take the easier form next time.
play-unkept = What you did could not be saved
play-cues = Cues
play-cue-voice = Voice
play-cue-sound = Sound
play-cue-flash = Flash
play-cue-voice-none = This computer has no voice.
play-on = on
play-off = off
play-awake-none = Your screen may turn dark while you exercise. Touch the mouse to wake it.
play-waits = This part waits until your leg pain has calmed down. Look at the programme again in a few days.
play-not-for-you = This exercise is not for you now. Its page says why.
play-back-own = To the routine
play-back-exercise = To the exercise
play-gone = There is no routine here. Start one from the programmes.
play-say-ready = Get ready. { $name }.
play-say-go = Go.
play-say-half = Half way.
play-say-change = Change sides.
play-say-rest = Rest.
play-say-open = { $name }
play-say-over = Done.

## Companion

# A notification may be read by others over the person's shoulder, so it names no complaint.
companion-card-diary-check = Time for your diary
companion-card-desk-break = Time for a break
companion-card-walk = Time for a walk
companion-card-routine = Time to move
companion-card-own = Your reminder
companion-card-body-plain = Done, later, or not this time. All are fine.
companion-card-several = { $count } reminders
companion-card-body = One number is enough for today.
companion-card-several-body = They are waiting in Backstride.
companion-card-late = This was for { $when }.
companion-card-no-buttons = Click here, or open Backstride, to answer.
companion-done = Done
companion-snooze = Snooze { $minutes } min
companion-skip = Skip
companion-tray-title = Backstride reminders
companion-tray-open = Open Backstride
companion-tray-next = Next: { $when }
companion-tray-none = No reminder is on
companion-tray-paused = Paused until { $when }
companion-tray-log = Write in the diary
companion-tray-pause = Pause reminders
companion-tray-pause-hour = For one hour
companion-tray-pause-hours = For three hours
companion-tray-pause-tomorrow = Until tomorrow morning
companion-tray-go-on = Go on with reminders
companion-tray-quit = Stop reminders until Backstride opens
companion-help =
    The part of Backstride that shows reminders while the window is closed. The window starts it by itself.

    backstride-agent              run until no reminder is on
    backstride-agent --login      the same, started with the session: wait until the desktop has come up
    backstride-agent --version    say which version this is
    backstride-agent --help       show this text
