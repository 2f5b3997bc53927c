// What a header is made of. Each expression is tried where the part before it ended.

export const separatorExpression = /(?:[\s|]|(?:-{1,3}|[,:])(?=\s))*/y;
export const bracketExpression = /\[([^[\]]{0,200}(?:\[[^[\]]{0,40}\][^[\]]{0,80})?)\]:?/y;
export const levelExpression = /\(?([a-z]{1,13})\)?(?=[\s,:[\]|]|$):?/iy;
export const numberExpression = /#?(?:\d+|(?=[a-f]*\d)[\da-f]{6,16})(?:[#\-:]\d+)?(?=[\s:|])[:|]?(?: \*\d+(?= ))?/y;
export const syslogTagExpression = /([\w%\-./@]{1,80}(?:\([^\s()]{1,60}\))?)(?:\[\d*\])?(?: \([^()]{1,80}\))?: /y;
export const syslogHostExpression = /[\w\-./:]+ (?=[\w%()\-./@]+(?:\[\d*\])?(?: \([^()]{1,80}\))?:)/y;
/** What a container's runtime writes before a line. */
export const containerWrap = /^\d{4}-\d\d-\d\dT[\d.:]{8,20}(?:Z|[+-]\d\d:\d\d) std(?:out|err) [FP] /;
/** The same behind its time: the stream, and whether the line is whole. */
export const containerStreamExpression = / (?:stdout|stderr) [FP] /y;
/** `cart/handler.go:42` and a tab, as zap writes its caller. */
export const callerExpression = /([\w\-./@]{1,100}\.\w{1,4}):\d+\t/y;
export const hostExpression = /(?=[/:@a-z_]*[\d#\-.])[\w#\-./:@]{1,80} +/iy;
export const rfc5424Expression = /(\S+) (\S+) (?:\d+|-) \S+ (?:-|(?:\[[^\]]*\])+) ?/y;
export const componentExpression = /((?=[^\sa-z]{0,20}[a-z])[\w#$\-./@~]{1,100}(?:\([\w$\-.:]{0,40}\))?)(?::\d+)?(?: {0,40}(?:\[[^[\]]{0,100}\]|[#(*]\w{1,20}\)?))?(?: *:(?=\s)| +[-|](?=\s))\s*/iy;
/** `app.ERROR: `, as Monolog writes channel and level. */
export const channelLevelExpression = /([\w-]{1,60})\.([A-Z]{3,9}): /y;
/** A logger without a sign behind it: a name with dots. */
export const dottedExpression = /([a-z_]\w*(?:\.\w+)+)(?:\[\d+\])? (?=\S)/iy;
/** `o.s.OrderService#65`, `o.a.c.c.C.[dispatcherServlet]#175`, `c.e.shop.Cart:88`: the class and the line of a statement, before its message. */
export const statementExpression = /((?:[\w$]{1,60}\.){0,12}[A-Z][\w$]{0,80}(?:\.\[[^\s#]{0,80})?)#\d{1,5}(?=\s|$)|((?:[\w$]{1,60}\.){1,12}[A-Z][\w$]{0,80}):\d{1,5}(?=\s[^\s\-:])/y;
/** `TraceID: 4bf92f SpanID: -`, `request_id=7f3a90b1`. */
export const namedIdExpression = /(?:trace|span|request|req|correlation|parent|transaction)[ \-._]?id(?:: ?|=)["']?(?:(?=[-a-z_]*\d)[\w-]{4,64}|-)["']?(?:[,;]?\s+|$)/iy;
export const requestIdsExpression = /([\w$.]{1,100}) \[(?:req-[^\]]*|[\d \-a-f]*)\] /y;
/** A word before the time: a host, a pod, a file, a mark. */
export const firstWordExpression = /([A-Za-z]*[\d\-./:_][\w\-./:]*|[A-Z]+,?)\s+(?:\|\s*)?/y;
/** Seconds since the start of the machine. */
export const kernelTime = /^\d+\.\d{6}$/;
/** The thread behind a logger in brackets, as JBoss writes it. */
export const threadInParentheses = / \([^()]{1,60}\) /y;
