import {createHash} from 'node:crypto';

const keyLength = 16;

/** Tells Lokis and tenants apart. The address can hold a password; its hash tells nothing. */
export function lokiKeyOf(lokiUrl: string, tenant: string | undefined): string {
	return createHash('sha256').update(JSON.stringify([lokiUrl, tenant ?? ''])).digest('hex').slice(0, keyLength);
}
