/**
Tokens that are known by how they begin: what they are called here, the beginnings, and a regular expression of what follows.
Formats are facts that vendors publish so that tools such as this one can find them. Every repetition is bounded.
*/
export type TokenFormat = readonly [kind: string, beginnings: string, rest: string];

const alnum = '[0-9A-Za-z]';
const hex = '[0-9a-f]';

const codeHosts: readonly TokenFormat[] = [
	['GITHUB_TOKEN', 'ghp_ gho_ ghu_ ghs_ ghr_', `${alnum}{20,255}`],
	['GITHUB_TOKEN', 'github_pat_', String.raw`\w{20,255}`],
	['GITLAB_TOKEN', 'glpat- gldt- glrt- glrtr- glptt- glcbt- glsoat- glft- glimt- glagent- gloas- glffct- glwt-', String.raw`[\w\-.=]{16,255}`],
	['VENDOR_TOKEN', 'GR1348941', String.raw`[\w-]{20,64}`],
	['VENDOR_TOKEN', 'ATBB ATCTT3 ATATT3 ATSTT3', String.raw`[\w\-=]{20,512}`],
	['VENDOR_TOKEN', 'sgp_', `(?:${hex}{16}_)?${hex}{40}|${alnum}{30,80}`],
	['VENDOR_TOKEN', 'CCIPAT_ CCIPRJ_', String.raw`\w{20,100}`],
	['VENDOR_TOKEN', 'bkua_ bkaj_', `${hex}{40}`],
	['VENDOR_TOKEN', 'sqp_ squ_ sqa_', `${hex}{40}`],
	['VENDOR_TOKEN', 'snyk_', String.raw`[\w.\-]{24,200}`],
	['VENDOR_TOKEN', 'figd_ figo_ figoh_ figor_', String.raw`[\w-]{24,200}`],
];

const packageRegistries: readonly TokenFormat[] = [
	['NPM_TOKEN', 'npm_', `${alnum}{30,255}`],
	['VENDOR_TOKEN', 'pypi-AgE', String.raw`[\w-]{40,512}`],
	['VENDOR_TOKEN', 'rubygems_', `${hex}{48}`],
	['VENDOR_TOKEN', 'oy2', '[0-9a-z]{43}'],
	['VENDOR_TOKEN', 'cio', `${alnum}{32}`],
	['VENDOR_TOKEN', 'CLOJARS_', `${alnum}{50,64}`],
	['VENDOR_TOKEN', 'dckr_pat_ dckr_oat_', String.raw`[\w-]{20,64}`],
	['VENDOR_TOKEN', 'AKCp', `${alnum}{60,80}`],
	['VENDOR_TOKEN', 'cmVmdGtuO', String.raw`[\w+/=-]{50,100}`],
	['VENDOR_TOKEN', 'ddp_ ddo_', `${alnum}{36}`],
];

const clouds: readonly TokenFormat[] = [
	['AWS_KEY_ID', 'AKIA ASIA ABIA ACCA AGPA AIDA AROA AIPA ANPA ANVA', '[0-9A-Z]{16}'],
	['VENDOR_TOKEN', 'ABSK', String.raw`[\w+/=-]{80,300}`],
	['GOOGLE_KEY', 'AIza', String.raw`[\w-]{35}`],
	['GOOGLE_KEY', 'ya29.', String.raw`[\w\-.]{20,2048}`],
	['GOOGLE_KEY', 'GOCSPX-', String.raw`[\w-]{20,64}`],
	['GOOGLE_KEY', '1//0', String.raw`[\w-]{30,256}`],
	['VENDOR_TOKEN', 'LTAI', `${alnum}{12,24}`],
	['VENDOR_TOKEN', 'AKID', `${alnum}{32}`],
	['VENDOR_TOKEN', 'AQVN', String.raw`[\w-]{35,40}`],
	['VENDOR_TOKEN', 't1.9eu', String.raw`[\w\-.=]{30,512}`],
	['VENDOR_TOKEN', 'y0_', String.raw`[\w-]{50,64}`],
	['VENDOR_TOKEN', 'dop_v1_ doo_v1_ dor_v1_', `${hex}{32,128}`],
	['VENDOR_TOKEN', 'fo1_ fm1r_ fm1a_ fm2_', String.raw`[\w+/=,-]{30,1024}`],
	['VENDOR_TOKEN', 'HRKU-', String.raw`[\w-]{36,80}`],
	['VENDOR_TOKEN', 'nfp_ nfc_ nfo_ nfu_', `${alnum}{32,64}`],
	['VENDOR_TOKEN', 'rnd_', `${alnum}{24,64}`],
	['VENDOR_TOKEN', 'SCW', '[0-9A-Z]{17}'],
	['VENDOR_TOKEN', 'vcp_ vck_ vca_ vci_', `${alnum}{24,64}`],
	['VENDOR_TOKEN', 'pul-', `${hex}{40}`],
	['VENDOR_TOKEN', 'dapi dkea dose', String.raw`${hex}{32}(?:-\d)?`],
	['VENDOR_TOKEN', 'exo EXO', `${hex}{24,32}`],
	['VENDOR_TOKEN', 'v1.0-', `${hex}{24}-${hex}{146}`],
	['VENDOR_TOKEN', 'pscale_tkn_ pscale_pw_ pscale_oauth_', String.raw`[\w\-.=]{30,64}`],
	['VENDOR_TOKEN', 'napi_', `${alnum}{48,80}`],
	['VENDOR_TOKEN', 'sbp_ sb_secret_', String.raw`[\w-]{20,64}`],
	['VENDOR_TOKEN', 'mdb_sa_sk_', String.raw`[\w-]{30,64}`],
];

const secretStores: readonly TokenFormat[] = [
	['VENDOR_TOKEN', 'hvs. hvb. hvr.', String.raw`[\w-]{20,512}`],
	['VENDOR_TOKEN', 's. b. r.', String.raw`(?=[A-Za-z]{0,23}\d)(?=[a-z\d]{0,23}[A-Z])${alnum}{24}(?:\.[0-9A-Za-z]{5})?`],
	['VENDOR_TOKEN', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', String.raw`(?:[\w-]{2,35}\.)?[0-9A-Za-z]{40,44}`],
	['VENDOR_TOKEN', 'ops_eyJ', String.raw`[\w+/=-]{80,1200}`],
	['VENDOR_TOKEN', 'A3-', '[0-9A-Z]{6}-(?:[0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}'],
	['VENDOR_TOKEN', 'AGE-SECRET-KEY-1', '[0-9A-Z]{50,62}'],
	['VENDOR_TOKEN', 'tskey-', String.raw`[\w-]{16,128}`],
	['VENDOR_TOKEN', 'st.', String.raw`${hex}{24}\.${hex}{32}(?:\.${hex}{32})?`],
	['VENDOR_TOKEN', 'v2.local. v4.local. v3.local.', String.raw`[\w-]{30,2048}(?:\.[\w-]{1,512})?`],
	['VENDOR_TOKEN', 'xprv tprv', `${alnum}{100,112}`],
	['VENDOR_TOKEN', 'kubeconfig-u- kubeconfig-user- token-', String.raw`[0-9a-z]{5,10}(?:\.[\w-]{1,20})?:[0-9a-z]{54}`],
];

const ai: readonly TokenFormat[] = [
	['ANTHROPIC_KEY', 'sk-ant-', String.raw`[\w-]{16,255}`],
	['OPENAI_KEY', 'sk- sess-', String.raw`[\w-]{20,255}`],
	['VENDOR_TOKEN', 'hf_ api_org_', `${alnum}{30,64}`],
	['VENDOR_TOKEN', 'r8_', `${alnum}{36,40}`],
	['VENDOR_TOKEN', 'gsk_', `${alnum}{40,64}`],
	['VENDOR_TOKEN', 'pplx- xai-', `${alnum}{40,90}`],
	['VENDOR_TOKEN', 'pcsk_', String.raw`\w{40,90}`],
	['VENDOR_TOKEN', 'lsv2_pt_ lsv2_sk_', `${hex}{32}_${hex}{10}`],
	['VENDOR_TOKEN', 'pa-', String.raw`[\w-]{40,60}`],
	['VENDOR_TOKEN', 'nvapi-', String.raw`[\w-]{50,80}`],
	['VENDOR_TOKEN', 'fw_', `${alnum}{22,30}`],
	['VENDOR_TOKEN', 'tvly-', String.raw`[\w-]{24,64}`],
];

const money: readonly TokenFormat[] = [
	['STRIPE_KEY', 'sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_', `${alnum}{10,255}`],
	['STRIPE_KEY', 'whsec_', '[0-9A-Za-z+/=]{16,255}'],
	['VENDOR_TOKEN', 'sq0atp- sq0csp- sq0idp-', String.raw`[\w-]{22,64}`],
	['VENDOR_TOKEN', 'EAAA', String.raw`[\w\-+=]{60}`],
	['VENDOR_TOKEN', 'access_token$production$ access_token$sandbox$', String.raw`[0-9a-z]{16}\$${hex}{32}`],
	['VENDOR_TOKEN', 'shpat_ shpca_ shppa_ shpss_ shptka_', '[0-9A-Fa-f]{32}'],
	['VENDOR_TOKEN', 'rzp_live_ rzp_test_', `${alnum}{14,24}`],
	['VENDOR_TOKEN', 'FLWSECK-  FLWSECK_TEST- FLWSECK_LIVE- FLWPUBK_TEST-', String.raw`[\w-]{12,48}`],
	['VENDOR_TOKEN', 'APP_USR-', String.raw`\d{10,20}-\d{6}-[\w-]{32,64}`],
	['VENDOR_TOKEN', 'access-sandbox- access-development- access-production-', `${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}`],
	['VENDOR_TOKEN', 'EZAK EZTK', `${alnum}{54}`],
	['VENDOR_TOKEN', 'shippo_live_ shippo_test_', `${hex}{40}`],
	['VENDOR_TOKEN', 'duffel_live_ duffel_test_', String.raw`[\w\-=]{43}`],
	['VENDOR_TOKEN', 'live_ test_', `(?:pub_)?${hex}{31,35}`],
	['VENDOR_TOKEN', 'gocardless_live_ gocardless_sandbox_', String.raw`[\w-]{30,60}`],
];

const messages: readonly TokenFormat[] = [
	['SLACK_TOKEN', 'xoxa- xoxb- xoxe- xoxo- xoxp- xoxr- xoxs- xoxc- xoxd- xoxe.xoxa- xoxe.xoxb- xoxe.xoxp- xapp-', '[0-9A-Za-z%-]{10,512}'],
	['VENDOR_TOKEN', 'SG.', String.raw`[\w-]{16,64}\.[\w-]{16,64}`],
	['VENDOR_TOKEN', 'key- pubkey-', `${hex}{32}`],
	['VENDOR_TOKEN', 'xkeysib- xsmtpsib-', `${hex}{64}-${alnum}{16}`],
	['VENDOR_TOKEN', 're_', `${alnum}{8}_${alnum}{20,40}`],
	['VENDOR_TOKEN', 'md-', String.raw`[\w-]{22}`],
	['VENDOR_TOKEN', 'SK AC', `${hex}{32}`],
	['VENDOR_TOKEN', 'mlsn.', `${hex}{64}`],
	['VENDOR_TOKEN', 'SB-', '[0-9A-Za-z]{30,64}'],
];

const work: readonly TokenFormat[] = [
	['VENDOR_TOKEN', 'ntn_ secret_', `${alnum}{40,60}`],
	['VENDOR_TOKEN', 'lin_api_ lin_oauth_', `${alnum}{32,64}`],
	['VENDOR_TOKEN', 'PMAK-', String.raw`${hex}{24}-${hex}{34}|[\w-]{32,128}`],
	['VENDOR_TOKEN', 'pat-na1- pat-eu1- pat-ap1-', `${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}`],
	['VENDOR_TOKEN', 'CFPAT-', String.raw`[\w-]{40,64}`],
	['VENDOR_TOKEN', 'rdme_', '[0-9a-z]{70}'],
	['VENDOR_TOKEN', 'tfp_', String.raw`[\w\-.=]{40,80}`],
	['VENDOR_TOKEN', 'sl.u. sl.B sl.', String.raw`[\w-]{60,1500}`],
	['VENDOR_TOKEN', 'fio-u-', String.raw`[\w\-=]{64}`],
	['VENDOR_TOKEN', 'aio_', `${alnum}{28}`],
	['VENDOR_TOKEN', 'sk.eyJ', String.raw`[\w-]{20,200}\.[\w-]{20,64}`],
	['VENDOR_TOKEN', 'p8e-', '[0-9a-z]{32}'],
	['VENDOR_TOKEN', 'EAACEdEose0cBA EAAB EAAG EAAC EAAD IGQV', '[0-9A-Za-z]{80,300}'],
	['VENDOR_TOKEN', 'AAAAAAAAAAAAAAAAAAAAA', '[0-9A-Za-z%]{30,120}'],
	['VENDOR_TOKEN', 'phx_', `${alnum}{40,64}`],
	['VENDOR_TOKEN', 'pnu_ pnb_', `${alnum}{36}`],
	['VENDOR_TOKEN', 'sdk- mob- api-', `${hex}{8}-${hex}{4}-4${hex}{3}-[89ab]${hex}{3}-${hex}{12}`],
];

const monitoring: readonly TokenFormat[] = [
	['VENDOR_TOKEN', 'glsa_', String.raw`\w{30,64}`],
	['VENDOR_TOKEN', 'glc_', String.raw`[\w+/=]{32,512}`],
	['VENDOR_TOKEN', 'eyJrIjoi', String.raw`[\w+/=]{30,400}`],
	['VENDOR_TOKEN', 'sntrys_ sntryu_ sntrya_ sntryi_', String.raw`[\w+\-/=]{32,512}`],
	['VENDOR_TOKEN', 'NRAK- NRJS- NRAA- NRII- NRIQ- NRRA- NRBR-', String.raw`[\w-]{19,64}`],
	['VENDOR_TOKEN', 'dt0c01. dt0s01. dt0s02. dt0s08. dt0s16.', String.raw`[0-9A-Z]{8,30}\.[0-9A-Z]{40,70}`],
	['VENDOR_TOKEN', 'hcaik_ hcaic_ hcxik_ hcxlk_ hcalk_ hcxmk_ hcamk_', '[0-9a-z]{26,64}'],
	['VENDOR_TOKEN', 'ddapp_ ddapi_ pdt_', `${alnum}{30,64}`],
	['VENDOR_TOKEN', 'sk_sumo_ sumo_', `${alnum}{30,64}`],
	['VENDOR_TOKEN', 'bw_', `${hex}{40}`],
];

export const tokenFormats: readonly TokenFormat[] = [...codeHosts, ...packageRegistries, ...clouds, ...secretStores, ...ai, ...money, ...messages, ...work, ...monitoring];
