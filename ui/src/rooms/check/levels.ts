// The five levels, the most urgent first: their words, their place on the ladder, their picture.
import type { Component } from 'svelte';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import House from '@lucide/svelte/icons/house';
import PhoneCall from '@lucide/svelte/icons/phone-call';
import Siren from '@lucide/svelte/icons/siren';
import type { UrgencyView } from '../../ipc';

export const LEVELS: readonly { level: UrgencyView; icon: Component<{ size?: number }> }[] = [
  { level: 'emergency', icon: Siren },
  { level: 'today', icon: PhoneCall },
  { level: 'days', icon: CalendarClock },
  { level: 'routine', icon: CalendarDays },
  { level: 'self_care', icon: House },
];

/** Results that show what to do now and nothing else of the program. */
export function urgent(level: UrgencyView | null): boolean {
  return level === 'emergency' || level === 'today';
}
