/** The code of what the file system threw, such as `ENOENT`; the message of an error without one. */
export const codeOf = (error: unknown): string => error instanceof Error ? ('code' in error ? String(error.code) : error.message) : 'unknown error';
