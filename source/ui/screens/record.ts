import * as z from 'zod';
import {screens, screenTypes, type Screen} from './registry.js';

/** Whether a screen is one that a later session can show again; another is made anew by who wants to see it. */
export const isRestorable = ({type}: {readonly type: string}): boolean => screenTypes.some(known => known === type && screens[known].schema !== undefined);

/** What a record must have of a screen, whichever it is. */
export const screenSchema: z.ZodType<Screen> = z.union(Object.values(screens).flatMap(({schema}) => schema === undefined ? [] : [schema(z)]));
