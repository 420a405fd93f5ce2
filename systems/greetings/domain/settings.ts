/** Where somebody was born on 29 February, the day of a common year on which it is celebrated. */
export const leapDays = ['february-28', 'march-1'] as const;
export type LeapDay = (typeof leapDays)[number];

export const onUnknowns = ['again', 'ask'] as const;
export type OnUnknown = (typeof onUnknowns)[number];

/** What a tenant wants of all its greetings. */
export interface Settings {
  /** Without it nobody is greeted. */
  isEnabled: boolean;
  /** HH:MM of the person's own zone. */
  sendTime: string;
  leapDay: LeapDay;
  /** ISO 8601 duration: what is later than that is missed. */
  lateLimit: string;
  /** What becomes of a greeting of which nobody knows whether it went out: sent again, or left to a person. */
  onUnknown: OnUnknown;
}

/** Of a tenant that has said nothing. */
export const usualSettings: Settings = {
  isEnabled: false,
  sendTime: '09:00',
  leapDay: 'february-28',
  lateLimit: 'PT24H',
  onUnknown: 'again',
};

/** What one person wants otherwise. */
export interface OwnSettings {
  sendTime: string | null;
  leapDay: LeapDay | null;
  /** Is not greeted at all. */
  isMuted: boolean;
}

export const nothingOwn: OwnSettings = { sendTime: null, leapDay: null, isMuted: false };
