/** A list in one string: these are words to read, not code. */
const wordSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Said of a secret rather than being one, whatever stands before it. */
export const plainWords = wordSet(`
	absent accepted active admin allowed and any asc attached authentication authorization available bad basic bearer blank boolean bound bytes cached cancelled
	changed checked cleared closed completed config configured confirmed created critical custom cycled database debug default deleted denied desc detached different digest disabled done
	email empty enabled encrypted error exceeded exists expired expires external failed failing failure fail false file filtered float forbidden found generated global granted
	hashed header hidden id ignored inactive incorrect info int integer internal invalid issued kerberos keyword ldap length loaded local locked long lost malformed manual masked
	matched matches mismatch missing name negotiate never new nil no none not ntlm null number oauth oauth2 object off ok okay old omitted on open optional
	parsed pass passed password pending plain plaintext present private problem protected provided public rejected read ready received redacted refresh refreshed refused registered rejected removed renewed replaced required reset restored revoked
	rotated rotation saved secret sent service session set sha1 sha256 short skipped slow started stale static stopped stored strict string success succeeded successful text timeout token too true
	unauthorized unavailable unchanged undefined unexpected unique unknown unlocked unset updated used user username valid value verification verified weak wrong yes
`);

/** How a sentence goes on after `password:`. */
export const proseWords = wordSet(`
	a after all also an are as at attempt attempts be because before but by can cannot change check contact could did do does during each for from had has have he how if in is it its
	job let make may more most must need needs next one only or our per please see she should since so some such than that the their them then there these they this those try two under until
	use using via was we were what when where which while who why will with without you your
`);
