/** A pattern's id where the senses found the error, by what it says, and not a look at the patterns of its service. */
const prefix = 'said:';

export const saidId = (said: string): string => prefix + said;

/** What an error says, by its pattern's id; undefined where a look at patterns found it. */
export const saidOfId = (id: string | undefined): string | undefined => id?.startsWith(prefix) ? id.slice(prefix.length) : undefined;
