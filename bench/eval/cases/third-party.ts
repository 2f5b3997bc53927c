import type {EvalCase} from '../types.js';
import {
	bystanders,
	go,
	java,
	node,
	postgres,
	python,
} from '../usual.js';
import {cause, tell} from './tell.js';

/** What others refuse: too many calls, wrong credentials, missing rights. */
export const thirdPartyCases: readonly EvalCase[] = [
	{
		name: 'rate-limited',
		what: 'A partner\'s API refuses further calls.',
		minutes: 14,
		stories: [
			{
				services: [
					...bystanders,
					node('sms', {
						trouble: [cause(26, 'error', 'message not sent ;; err=Request failed with status code 429 ;; provider=api.sms.example.com ;; retryAfter={n:1-30}')],
					}),
					python('otp', {trouble: [tell(11, 'error', 'one-time code for {user} not delivered: sms returned 502', {fromS: 35})]}),
				],
				expected: {cause: /rate|429|limit|throttl|too many requests/i, first: 'sms', escalate: true},
			},
			{
				services: [
					...bystanders,
					java('archive', {
						trouble: [cause(22, 'error', 'Could not store document {uuid}: com.amazonaws.services.dynamodbv2.model.ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. (Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ProvisionedThroughputExceededException; Request ID: {hex:26})')],
					}),
				],
				expected: {cause: /rate|429|limit|throttl|too many requests|quota/i, first: 'archive', escalate: true},
			},
		],
	},
	{
		name: 'credentials-expired',
		what: 'A secret was rotated or ran out.',
		minutes: 12,
		stories: [
			{
				services: [
					...bystanders,
					postgres('crm-db', {trouble: [tell(16, 'fatal', 'password authentication failed for user "crm"\nDETAIL:  Connection matched file "/var/lib/postgresql/data/pg_hba.conf" line 100: "host all all all scram-sha-256"', {isCause: true})]}),
					go('crm', {usualShare: 0.5, trouble: [cause(22, 'error', 'open customer failed ;; error=failed to connect to `user=crm database=crm`: server error: FATAL: password authentication failed for user "crm" (SQLSTATE 28P01)', {fromS: 12})]}),
				],
				expected: {cause: /login|credential|password|authent/i, first: 'crm-db', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('exports', {
						trouble: [cause(20, 'error', 'upload of export {uuid} failed: An error occurred (ExpiredToken) when calling the PutObject operation: The provided token has expired.')],
					}),
				],
				expected: {cause: /login|credential|token|expired|authent/i, first: 'exports', escalate: true},
			},
		],
	},
	{
		name: 'access-denied',
		what: 'A right was taken away.',
		minutes: 12,
		stories: [
			{
				services: [
					...bystanders,
					java('documents', {
						trouble: [cause(20, 'error', 'Could not read template: software.amazon.awssdk.services.s3.model.S3Exception: User: arn:aws:sts::000000000000:assumed-role/documents/i-{hex:8} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::templates/invoice.docx" (Service: S3, Status Code: 403, Request ID: {hex:16})')],
					}),
				],
				expected: {cause: /access|permission|right|denied|403|authoriz/i, first: 'documents', escalate: true},
			},
			{
				services: [
					...bystanders,
					go('operator', {
						format: 'klog',
						trouble: [cause(18, 'error', 'error syncing tenant: configmaps is forbidden: User "system:serviceaccount:shop:operator" cannot list resource "configmaps" in API group "" in the namespace "shop" level=error')],
					}),
				],
				expected: {cause: /access|permission|right|denied|forbidden|authoriz/i, first: 'operator', escalate: true},
			},
		],
	},
];
