export const unsubscribePages = {
  ask: {
    title: 'Receive no more of these emails?',
    text: 'This address then gets no more reminders by email from whoever sent this one. Other ways to reach you stay as they are.',
    button: 'Receive no more',
  },
  done: {
    title: 'You receive no more of these emails',
    text: 'Nothing more is sent to this address. Whoever set the reminders up can see that you asked for it.',
    button: null,
  },
  unknown: {
    title: 'This link leads nowhere',
    text: 'It is not whole. Copy all of it from the email, or use the button of your mail program.',
    button: null,
  },
} as const;
