import { z } from 'zod';

/**
 * The same things in answers: strings already, since an answer is JSON from the moment it is made. What each holds is
 * for whoever reads the OpenAPI document; it is not checked again.
 */
export const instantText = z.string().meta({ format: 'date-time', examples: ['2026-11-20T09:00:00Z'] });
export const plainDateText = z.string().meta({ format: 'date', examples: ['1950-02-28'] });
export const plainTimeText = z.string().meta({ examples: ['09:00:00'] });
export const timeZoneText = z.string().meta({ examples: ['Asia/Phnom_Penh'] });
export const durationText = z.string().meta({ format: 'duration', examples: ['PT15M'] });
export const idText = z.string().meta({ description: 'Opaque.' });
