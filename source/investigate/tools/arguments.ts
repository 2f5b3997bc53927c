import * as z from 'zod';

/** The arguments that several tools have. */
export const serviceArgument = z.string().trim().min(1).max(200).describe('Name of one service, as the evidence spells it');
export const labelArgument = z.string().regex(/^[a-z_]\w{0,99}$/i, 'a label name has letters, digits and underscores').describe('Name of a label');
export const selectorArgument = z.string().trim().min(1).max(2000).describe('Stream selector without a pipeline, such as {pod="payment-7d4f"}; the watched scope is always added to it');

export const fromArgument = z.string().trim().min(1).max(40).describe('Start: ISO 8601 (UTC where no zone is given), -30m, or now');
export const toArgument = z.string().trim().min(1).max(40).describe('End, in the same forms; at most 24 h later');
