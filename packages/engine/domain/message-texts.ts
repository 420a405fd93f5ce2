import type { Language } from './language.ts';

/** The words around a reminder's own. */
export interface MessageTexts {
  /** To somebody else, when the person themselves may know nothing of it yet. */
  due(about: string, title: string): string;
  /** To somebody else, when a message has reached the person and no answer came. */
  unanswered(about: string, title: string): string;
  nobodyAnswered(title: string): string;
  nobodyAnsweredFor(about: string, title: string): string;
  howToReply: string;
  /** Above what a throttle held back. */
  heldBack: string;
}

export const messageTexts: Record<Language, MessageTexts> = {
  en: {
    due: (about, title) => `Due for ${about}: ${title}`,
    unanswered: (about, title) => `${about} has not answered: ${title}`,
    nobodyAnswered: (title) => `Nobody answered: ${title}`,
    nobodyAnsweredFor: (about, title) => `Nobody answered for ${about}: ${title}`,
    howToReply: 'Reply DONE when it is done, OK if you have seen it.',
    heldBack: 'Held back, so that not too much came at once',
  },
  km: {
    due: (about, title) => `ដល់ពេលសម្រាប់ ${about}៖ ${title}`,
    unanswered: (about, title) => `${about} មិនទាន់ឆ្លើយទេ៖ ${title}`,
    nobodyAnswered: (title) => `គ្មានអ្នកណាឆ្លើយទេ៖ ${title}`,
    nobodyAnsweredFor: (about, title) => `គ្មានអ្នកណាឆ្លើយសម្រាប់ ${about} ទេ៖ ${title}`,
    howToReply: 'សូមឆ្លើយ DONE ពេលធ្វើរួច ឬ OK បើអ្នកបានឃើញ។',
    heldBack: 'បានទុកសិន ដើម្បីកុំឱ្យសារមកច្រើនពេកក្នុងពេលតែមួយ',
  },
};
