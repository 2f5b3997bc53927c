import {
	changes,
	reveals,
	unknown,
	type CommandJudgement,
} from './judgement.js';

/** Where a command's name can stand: at the start, behind a separator, or behind a program that runs another. */
const start = String.raw`(?:^|[\n|;&(\x60{]\s*|\s--\s+|\b(?:sudo|doas|xargs|nohup|time|watch|env|exec|command|busybox|timeout)\s(?:-\S+\s+|\d\S*\s+|\w+=\S*\s+)*|\s-\w*c\s+["']?\s*)(?:/[\w./-]*/)?`;

const command = (names: string): RegExp => new RegExp(String.raw`${start}(?:${names})(?![\w-])`, 'i');

const httpReason = 'sends data or changes a service over HTTP';

/** What sends something away or shows what should not be shown, wherever it stands. */
const revealing: ReadonlyArray<readonly [reason: string, pattern: RegExp]> = [
	['sends data to somewhere else', /\bcurl\b[^;|]*\s(?:-\w*[FTd]|--data[\w-]*|--form|--upload-file)[\s=]*(?:\w{1,40}=)?[<@]/],
	['sends data to somewhere else', />\s*\/dev\/(?:tcp|udp)\//],
	['shows secrets', /\b(?:gpg\s+--export-secret|pass\s+show|op\s+read|find-generic-password|security\s+find)/i],
	['shows secrets', /(?:^|[\s/=~])(?:\.ssh\/|\.aws\/credentials|\/etc\/shadow\b|\/proc\/\w{1,20}\/environ)|\bget\s+secrets?\b/i],
	['opens a connection to elsewhere', /\b(?:nc|ncat|netcat|socat|telnet)\b[^;|]*(?:\s-\w*[ce]\b|exec:)/i],
];

/** What makes a command more than a look, most telling first. A command that matches none may still do harm: a person reads it. */
const risks: ReadonlyArray<readonly [reason: string, pattern: RegExp]> = [
	['pipes a download into a shell', /\b(?:curl|wget|fetch)\b[^|]*\|\s{0,8}(?:sudo\s{1,8})?(?:[\w\-./]{0,80}\/)?(?:ba|z|da|k)?sh\b/i],
	['decodes hidden text and passes it on', /\b(?:base64|base32|xxd|openssl\s+enc)\b[^|]*(?:-d|--decode|-r)[^|]*\|/i],
	['passes text to a shell or an interpreter', /\|\s{0,8}(?:sudo\s{1,8})?(?:[\w\-./]{0,80}\/)?(?:(?:ba|z|da|k)?sh|python\d?|perl|ruby|node|php|xargs\s+(?:-\S+\s+)*(?:rm|kill))(?:\s|$)/i],
	['runs with the rights of root', command('sudo|su|doas|pkexec')],
	['deletes files', command('rm|rmdir|unlink|shred|srm')],
	['deletes files', /\bfind\b[^;|]*\s-(?:delete|exec\s+rm)\b/i],
	['writes to disks', command(String.raw`dd|mkfs(?:\.\w+)?|fdisk|parted|wipefs|sgdisk|mkswap|format`)],
	['ends processes', command('kill|pkill|killall|kill5|skill')],
	['stops the host', command('reboot|shutdown|halt|poweroff|init')],
	['changes the cluster', /\b(?:kubectl|oc|k)(?:\s+-[\w-]+(?:[ =][\w\-./:]+)?)*\s+(?:delete|drain|scale|cordon|uncordon|taint|apply|create|patch|edit|replace|annotate|label|set|autoscale|expose|run|cp|debug|attach|evict|certificate|rollout\s+(?:undo|restart|pause|resume|latest)|auth\s+reconcile|config\s+(?:use|set|unset|delete|rename)[\w-]*)\b/i],
	['changes a release', /\b(?:helm|argocd|flux)\b[^;|]*\s(?:install|upgrade|uninstall|delete|rollback|sync|suspend|resume|reconcile)\b/i],
	['changes containers', /\b(?:docker(?:-compose)?|podman|nerdctl|crictl)\b[^;|]*\s(?:rm|rmi|stop|kill|restart|run|prune|pause|update|rmp|stopp|cp|create|start|up|down|connect|disconnect)\b/i],
	['changes services of the host', /\b(?:systemctl|service|rc-service|supervisorctl|initctl)\b[^;|]*\s(?:stop|start|restart|reload|kill|disable|enable|mask|isolate|set-property|daemon-reload|reset-failed)\b/i],
	['changes infrastructure', /\b(?:terraform|tofu|pulumi|ansible|cdk)\b[^;|]*\s(?:apply|destroy|up|import|taint|deploy|state\s+rm|-m)\b|\bansible-playbook\b/i],
	['changes the cloud account', /\b(?:aws|gcloud|az|doctl)\b[^;|]*\s(?:delete|terminate|stop|start|reboot|modify|put|update|create|remove|reset|set|rm|cp|mv|sync|deploy|invoke|run|restart|failover|resize|scale|get-object)[\w-]*(?:\s|$)/i],
	['changes data', /\b(?:drop\s+(?:table|database|index|schema|user|view)|truncate\s+(?:table\s+)?\w|delete\s+from|update\s+\S+\s+set|insert\s+into|alter\s+(?:table|system|user|role|database)|grant\s+\S|revoke\s+\S|create\s+(?:table|index|user|role|database)|reindex|vacuum|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|setval|lo_export|kill\s+(?:query|connection))\b/i],
	['changes data', /(?:\b(?:flushall|flushdb|config\s+set|config\s+rewrite|purge_queue|delete_queue|dropdatabase|deletemany|deleteone|updatemany|killop)\b|\.drop\(\))/i],
	['changes data', /\b(?:redis-cli|valkey-cli)\b[^;|]*(?:\s(?:del|unlink|set|expire|shutdown|debug|failover|slaveof|replicaof|eval|kill|reset|flush|purge)\b|--(?:eval|pipe)\b)/i],
	['changes data', /\b(?:etcdctl|consul|vault|nomad|rabbitmqctl|kafka-[\w-]+(?:\.sh)?)\b[^;|]*(?:\s(?:del|put|delete|write|purge_\w+|stop\w*|reset|forget_\w+|close_\w+|alter|defrag)\b|--(?:delete|alter|execute|reset-offsets|create)\b)/i],
	['changes data', /\bmysqladmin\b[^;|]*\s(?:shutdown|flush|kill|create|drop|refresh|reload|start|stop)|\b(?:dropdb|createdb|dropuser|pg_ctl)\b/i],
	[httpReason, /\b(?:curl|http|https|xh)\b[^;|]*\s(?:-X\s*|--request[ =])?["']?(?:POST|PUT|PATCH|DELETE|post|put|patch|delete)\b/],
	[httpReason, /\bcurl\b[^;|]*\s(?:-\w*[FTd]|--data[\w-]*|--form|--upload-file|--json)[\s"'=@]/],
	[httpReason, /\bwget\b[^;|]*\s--(?:post|method|body)/i],
	['changes files', command('mv|cp|ln|chmod|chown|chattr|truncate|tee|touch|mkdir|install|patch|rsync|split|tar|unzip|gzip|gunzip|bzip2|xz|yq|logrotate')],
	['changes files', /\b(?:sed|perl)\b[^;|]*\s-(?:-in-place|\w*i)\b/i],
	['writes to a file', /\bcurl\b[^;|]*\s(?:-\w*O\b|--remote-name|(?:-\w*o|--output|-c|--cookie-jar|-D|--dump-header)[\s=](?!\/dev\/null|-(?:\s|$)))|\bwget\b(?![^;|]*(?:-O\s{0,3}-|--spider))|\bsort\b[^;|]*\s(?:-\w*o\b|--output)|\bfind\b[^;|]*\s-f(?:printf?|ls)\b/],
	['writes to a file', /(?:^|[^-<=>])(?:\d|&)?>{1,2}(?!\s*(?:\/dev\/(?:null|stderr|stdout)|&\d)(?:[\s"&');|]|$))/],
	['changes the host', /\bdmesg\b[^;|]*\s(?:-\w*[Cc]\b|--clear|--read-clear)|\bss\b[^;|]*\s(?:-\w*K\b|--kill)|\bnginx\b[^;|]*\s-s\b|\bapachectl\b|\bjcmd\b[^;|]*\sGC\.(?:run|heap_dump)|\bjmap\b[^;|]*-dump|\bethtool\b[^;|]*\s-s\b/],
	['changes the network', command('iptables|ip6tables|nft|ufw|firewall-cmd|tc|ifdown|ifup|route')],
	['changes the network', /\bip\s+(?:link|addr|address|route|rule)\s+(?:add|del|delete|set|replace|flush|change)\b/i],
	['changes the host', command(String.raw`mount|umount|swapoff|swapon|sysctl\s+-w|modprobe|rmmod|insmod|crontab|useradd|userdel|usermod|passwd|nsenter|chroot|setenforce|fstrim|renice`)],
	['installs software', /\b(?:apt|apt-get|yum|dnf|apk|brew|pip\d?|npm|gem|cargo|go)\s+(?:-\S+\s+)*(?:install|add|remove|purge|upgrade|update|uninstall)\b/i],
	['changes a repository', /\bgit\b[^;|]*\s(?:push|reset|clean|checkout|revert|merge|rebase|commit|stash|fetch|pull|branch\s+-[dm]|config\s+(?!--(?:get|list)|-l\b))\b/i],
	['deletes logs', /\bjournalctl\b[^;|]*--(?:vacuum|rotate|flush)/i],
	['runs code that is part of it', /\b(?:python\d?|perl|ruby|node|php|lua)\s+(?:-\S+\s+)*-\w*[ce]\b|\beval\b|\bsystem\s?\(/i],
	['runs one command inside another', /[$<]\(|`/],
	['hides the name of its command', /(?:^|[&(;|]\s)(?:["'\\]|\$[\w{])|\w(?:""|'')\w|\$\{IFS|\$'/],
];

/** Quoted arguments are data to the rules about names and redirects, but not what a shell is told to run, nor what is expanded. */
const withoutQuoted = (text: string): string => /\bssh\b/.test(text) ? text : text.replaceAll(/(?<!-\w{0,3}c\s{1,3})(?:'[^']*'|"[^"$\\`]*")/g, '\'_\'');

/** Rules about what is said to a database or an interpreter read inside the quotes as well. */
const readsQuotes: ReadonlySet<string> = new Set(['changes data', 'runs code that is part of it', 'hides the name of its command']);

/** What is odd, and may be no more than that. */
const merelyOdd: ReadonlySet<string> = new Set(['runs with the rights of root', 'runs code that is part of it', 'runs one command inside another', 'hides the name of its command']);

/** What a command is known to do by its words alone; undefined where nothing speaks for harm. It names what is no look, and never says that something is one. */
export function knownRisk(text: string): CommandJudgement | undefined {
	const bare = withoutQuoted(text);
	const risk = risks.find(([reason, pattern]) => !merelyOdd.has(reason) && pattern.test(readsQuotes.has(reason) ? text : bare))?.[0];
	const secret = revealing.find(([, pattern]) => pattern.test(text))?.[0];
	if (secret !== undefined && (risk === undefined || risk === httpReason)) {
		return reveals(secret);
	}

	const odd = risks.find(([reason, pattern]) => merelyOdd.has(reason) && pattern.test(readsQuotes.has(reason) ? text : bare))?.[0];
	if (risk !== undefined) {
		return changes(risk);
	}

	return odd === undefined ? undefined : unknown(odd);
}
