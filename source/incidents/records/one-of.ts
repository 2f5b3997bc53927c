import * as z from 'zod';

/** One of the words of a union, each of which the compiler asks for: a new one cannot be forgotten in what is read back. */
export const oneOf = <Word extends string>(words: Readonly<Record<Word, true>>) => z.enum(Object.keys(words) as Word[]);
