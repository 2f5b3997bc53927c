/** Of this program; a test holds it to the manifest. */
export const version = '0.1.0';
