import {z} from 'zod';

/** The arguments that several tools have. */
export const serviceArgument = z.string().trim().min(1).max(200).describe('Name of one service, as the evidence spells it');
export const labelArgument = z.string().regex(/^[a-z_]\w{0,99}$/i, 'a label name has letters, digits and underscores').describe('Name of a label');
export const selectorArgument = z.string().trim().min(1).max(2000).describe('Stream selector without a pipeline, such as {pod="payment-7d4f"}; the watched scope is always added to it');

const timeFormat = 'ISO 8601 such as 2026-01-05T02:58:00Z (UTC where no zone is given), -30m for half an hour ago, or now';
export const fromArgument = z.string().trim().min(1).max(40).describe(`Start of the window: ${timeFormat}`);
export const toArgument = z.string().trim().min(1).max(40).describe(`End of the window: ${timeFormat}. At most 24 h after the start`);
