/** Files that hold keys, tokens or passwords, wherever they stand in a word: `/root/.ssh/id_rsa`, `--from=~/.aws/credentials`. */
const paths: readonly RegExp[] = [
	/(?:^|[/:=@~])\.(?:ssh|aws|kube|gnupg|azure|netrc|pgpass|my\.cnf|git-credentials|npmrc|pypirc|vault-token|htpasswd|(?:bash|zsh|sh|psql|mysql|python)_history|env(?:\.[\w-]{1,30})?)(?:$|[\s/])/i,
	/(?:^|\/)g?shadow(?:[-.~][\w\-.~]{0,20})?$|\/etc\/sudoers|\.docker\/config\.json|\/var\/lib\/kubelet|\/etc\/kubernetes\/(?:admin|pki)|kubeconfig|\/etc\/rancher/i,
	/\/(?:var\/)?run\/secrets(?:\/|$)|\/proc\/.{1,60}\/(?:environ|mem)\b|^environ$|\/dev\/(?:k?mem|sd[a-z]|nvme|vd[a-z]|xvd|mapper|dm-)/i,
	/\bid_(?:rsa|dsa|ecdsa|ed25519)\b|\.(?:pem|key|p12|pfx|jks|keystore|kdbx|asc|gpg)$/i,
	/(?:^|\/)[\w\-.]{0,60}(?:secret|credential|passw(?:or)?d|token)[\w\-.]{0,60}(?:\.(?:json|ya?ml|txt|conf|cfg|ini|properties|xml|env|enc|b64))?$/i,
];

/** `/etc/passwd` has held no passwords for thirty years, and certificates are public. */
const harmless = /^\/etc\/passwd$|\/etc\/ssl\/certs\/|(?:cert|chain|ca)[\w-]{0,30}\.pem$/i;

/** Whether a word names a file of secrets. A name alone (`password`) is one only for a program that reads files. */
export const isSecretPath = (word: string): boolean => !harmless.test(word) && paths.some(path => path.test(word));

/** A key or a column that names a secret: `requirepass`, `rolpassword`. */
export const namesSecret = (text: string): boolean => /passw|passphrase|secret|credential|(?:api|private|access|encryption)_?key|token|authentication_string|\bpasswd\b|requirepass|masterauth|pg_(?:shadow|authid|user_mapping)/i.test(text);
