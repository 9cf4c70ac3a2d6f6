"""English: what people answer to "who handles sales?", and what their machines answer."""

from outreach.core.intents import Intent
from outreach.replies.rule import Lexicon

_L = Lexicon(
    {
        "mail": r"e-?mails?|mails?|messages?|notes?|letters?|enquir(?:y|ies)|inquir(?:y|ies)|requests?",
        "us": r"me|us|(?:my|our) \w+|this (?:e-?mail|address|inbox|mailbox|company|office)|either of"
        r" us|any(?:one|body)|both of us|our (?:whole )?\w+",
        "write": r"e-?mail|mail|write|contact|message|call|phone|ring|text|bother|pester|approach"
        r"|solicit|spam|chase|ping|hassle|disturb|follow up|reach out|get in touch",
        "writing": r"e-?mailing|mailing|writing|contacting|messaging|calling|phoning|ringing|texting"
        r"|bothering|pestering|approaching|soliciting|spamming|chasing|pinging|hassling"
        r"|disturbing|following up|reaching out|sending|bombarding|harassing|hounding|badgering"
        r"|getting in touch",
        "nt": r"(?:do|does|did|is|was|are|were|ca|could|wo|would|should|have|has|had|ai|need)n'?t",
        "not": r"do not|{nt}|never|not|no longer",
        "month": r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
        r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?!\w)",
        "weekday": r"(?:mon|tues?|wed(?:nes)?|weds|thu(?:rs?)?|fri|satur|sun)(?:day)?s?",
        "season": r"spring|summer|autumn|fall|winter|christmas|xmas|easter|new year|holidays?"
        r"|vacation|thanksgiving|year[- ]end|end of (?:the )?(?:year|quarter|month)|budget|busy"
        r" season|q[1-4]",
        "sales": r"sales|selling|commercial|business dev\w*|new business|biz ?dev|revenue|growth"
        r"|outbound|lead gen\w*|partnerships?|procurement of this kind|that(?: side| stuff| sort"
        r" of thing| kind of thing| area)?|this|it|those|these|such (?:things|matters|decisions"
        r"|requests|enquiries)|all (?:of )?(?:that|this|those)|everything",
        "thanks": r"thanks|thank you|thx|ta|cheers|pls|please|ty|many thanks",
        "i": r"i|we",
    }
)
_r = _L.rule
_I = Intent

_OPT_OUT = (
    _r(
        "optout.one_word",
        _I.UNSUBSCRIBE,
        0.97,
        r"\A(?:please |pls )?(?:stop(?: (?:this|it|now|please|that|already|all))*|un-?sub\w*"
        r"|remove(?: me)?(?: too| please)?|opt[- ]?(?:me )?out|take me off|delete(?: me)?|cease"
        r"|desist|enough(?: already)?|off|leave me alone)(?:,? (?:{thanks}|now"
        r"|immediately))*[.! ]*(?=\n|\Z)",
    ),
    _r(
        "optout.unsubscribe",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:un-? ?su(?:b|bs|sb|d)s?c?r\w*|unsuscri\w*|unsub\b|opt(?:ing|ed)?[- ](?:me |us )?out\b"
        r"|opt-?out\b)",
        unless=r"no need to unsub|(?:not|{nt}) (?:want to |going to )?unsub|subscri\w+ to (?:our|my)",
    ),
    _r(
        "optout.remove_me",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:remov\w+|tak(?:e|ing)|drop|strike|cross|scratch|keep|count|leave|delet\w+|scrub|kick"
        r"|pull|exclud\w+|get(?= (?:me|us) off)) (?:me|us|my (?:\w+ ){0,3}|our (?:\w+ ){0,3}"
        r"|this (?:\w+ ){0,2}|both of us|all of us|everyone here|the above \w+) ?(?:too |also "
        r"|please )?(?:off|from|out of)\b(?! the (?:thread|cc|loop|copy))",
        unless=r"off (?:guard|the (?:phone|hook|call))|from (?:here|there)|(?:her|his|their) name"
        r"|\b(?:where|how) did",
    ),
    _r(
        "optout.remove_data",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:see (?:to it )?that|ensure|make sure|confirm) (?:that )?(?:it|this|my \w+|our \w+|the"
        r" address|they|i)(?:'s| is| are| am|'m)? (?:erased|deleted|removed|gone|taken off|wiped"
        r"|unsubscribed)\b|\b(?:delet\w+|eras\w+|remov\w+|bin|lose|forget|purge|destroy|scrub"
        r"|wipe|ditch|bury|discard) (?:me\b(?! (?:in|for))|my\b|our\b|all\b|any\b|this"
        r" (?:address|e-?mail address|contact|number)|every\w*"
        r" you)[^\n]{0,40}?(?:\b(?:address\w*|e-?mails?|details|data|name|number|info\w*"
        r"|contacts?|record\w*|me)\b|[.!]|\Z)",
        unless=r"(?:her|his|their) name|my boss|our meeting",
    ),
    _r(
        "optout.remove_short",
        _I.UNSUBSCRIBE,
        0.93,
        r"(?:^|[.,;:!?-] |\band |\bplease |\bkindly |\bso )(?:remove me|delete me|delete it|delete"
        r" this address|drop me)\b(?:,? (?:from|too|as well|please|pls|now|immediately"
        r"|{thanks}))*[.! ]*(?:$|[,.;!-])",
        unless=r"delete it (?:if|when|once)|drop me (?:a|an|your|another)",
    ),
    _r(
        "optout.stop_writing",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:stop|quit|cease|desist from|refrain from|enough (?:of )?|give over|knock off|done"
        r" with|sick of|tired of|fed up (?:with|of)|pack in) (?:\w+ ){0,2}?(?:{writing}|(?:the"
        r"|these|this|those|your|all) (?:{mail}|spam|junk|nonsense))\b(?! (?:the wrong|to \w+ in"
        r"|him|her|them))",
        unless=r"\b(?:don'?t|do not|never|can'?t|cannot|won'?t) (?:ever )?stop\b|before you stop"
        r"|stop (?:by|over|in)\b",
    ),
    _r(
        "optout.stop_said",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:asked|told|telling|said|begging|times?)\b[^\n]{0,30}\b(?:to )?stop\b[.! ]*(?:$|,)|:"
        r" stop[.! ]*$|\bmake (?:it|this|them|these) stop\b|\b(?:please|just|kindly|now|so)"
        r" stop(?: (?:it|this|that|now|already|please|these|all))*[.! ]*$|^stop (?:it|this|that"
        r"|now|already|please)[.! ]*$",
        unless=r"(?:train|bus|full|pit) stop",
    ),
    _r(
        "optout.sentence",
        _I.UNSUBSCRIBE,
        0.9,
        r"\boff your list\b|\bcancel (?:my|our|this|the) subscription\b|\b(?:delete|erase|remove)"
        r" them\b[.! ]*$|\bnot to be used for (?:marketing|advertis\w+|this)\b|\b(?:all|any"
        r"|every) (?:\w+ )?(?:communications?|correspondence|contact|mails?|e-?mails?) (?:from"
        r" you )?(?:to|must|should|has to|needs to) (?:end|stop|cease)\b|\bbanned\b|\bno part of"
        r" (?:this|it)\b|\btake (?:it|this|us|me|them) (?:out|off)(?: of)? (?:your|the|this)\b"
        r"|\bcease (?:all )?(?:contact|communication|this|these|your)\b|\boff the list\b"
        r"|\bdelete us\b|\bgive up[.!]*$|^can (?:you|u) not[.?! ]*$|\b(?:appreciate|like|prefer"
        r"|rather|ask|asking|request(?:ing)?|insist) (?:being|to be|be|on being) (?:removed"
        r"|taken off|deleted|excluded|unsubscribed|left alone)|\bin ever hearing\b|\b(?:ever"
        r"|again) hear(?:ing)? from (?:you|them|any|[A-Za-z]+) (?:again|ever)|\bhear(?:ing)?"
        r" from \w+ again\b|\bpreference service\b|\bexclude me\b|\bstops now\b|\balways a no\b"
        r"|^(?:please |pls |kindly |just |so |and )?(?:remove|unsubscribe|stop|delete|desist"
        r"|cease|opt out|opt-out|unsub)[.! ]*$|\bdesist\b|\b(?:give it a rest|knock it off|cut"
        r" it out|pack it in|leave off|drop it now)\b|\bplease stop(?=[,.;!:]| all| and|$)"
        r"|\b(?:don'?t|do not|please don'?t|no need to|no point) (?:bother |even think (?:of"
        r"|about) )(?:following up|replying|writing|contacting|e-?mailing|trying again|getting"
        r" back|coming back|with (?:a|the) follow[- ]?up)",
        unless=r"\bif\b",
    ),
    _r(
        "optout.nobody_wishes",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:nobody|no ?one|none of us|neither of us|not one of us)\b[^\n]{0,40}\b(?:wish|want"
        r"|like|care|need|ask|interested)\w* (?:to|in|for) (?:hear\w*|receiv\w*|be|get\w*|your"
        r"|these|this)\b|\b(?:discontinue|suspend|halt|terminate|abandon"
        r"|withhold)\b[^\n]{0,25}(?:{mail}|contact\w*|correspond\w*|communicat\w*|outreach)"
        r"|\b(?:like|want|wish|love) (?:to (?:be |get |come ))?(?:taken |removed |struck"
        r" )?(?:off|out) (?:it|this|that|of|your|the)\b|\bget (?:me|us) (?:off|out of)\b|\bout"
        r" of your (?:crm|database|list|system|funnel|sequence|campaign|records|mailing)",
    ),
    _r(
        "optout.do_not_add",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:do not|don'?t|dont|never|not to) (?:ever |please )?(?:put|add|include|enter|enrol"
        r"|sign|keep|place|have|store|use|share|sell) (?:me|us|my|our|this|any"
        r" of)\b[^\n]{0,40}\b(?:in|into|on|onto|to|up|address|data|details|e-?mail|list|database"
        r"|campaign|sequence)",
        unless=r"don'?t (?:have|use) (?:my|our) (?:own|e-?mail)",
    ),
    _r(
        "optout.do_not_wish",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:{not}|rather not|nor) (?:\w+ )?(?:want|wish|like|need|care|expect|agree|consent"
        r"|prefer|appreciate)(?:ed)? (?:to |being )?(?:be )?(?:contacted|e-?mailed|approached|on"
        r" (?:your|any|this|a)|called|messaged|solicited|hear(?:ing)? (?:from|any)|receiv\w+"
        r"|get(?:ting)? (?:these|any|more|your|such)|added|included|part of (?:this|your|any))\b",
        unless=r"if you (?:do not|don'?t)",
    ),
    _r(
        "optout.do_not_write",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:{not})(?: (?:you|ever|be|to|want|wish|like|need|allow\w*|authori[sz]e\w*|welcome"
        r"|appreciate|please|under any circumstances|again|any(?: more)?|further|keep|care"
        r"|interested in|looking|dare|bother|even|think of|your|these|being|receiving|getting"
        r"|all|have|or))* ?\b(?:{write}|(?:re)?send|receive|get|hear from|accept|{writing}"
        r"|e-?mailed|contacted|approached|added|mailed)\b[^\n]{0,50}?\b(?:me|us|again|any ?more"
        r"|further|here|anyone|anybody|this (?:address|company|office|mailbox|inbox)|(?:my|our)"
        r" (?:address|team|staff|company|office|firm|colleagues|people|domain)|(?:these|such"
        r"|your|more) (?:{mail}))\b",
        unless=r"hesitate|\bwhy (?:don'?t|not)|until|\btill\b|\bbefore\b|if (?:you|i|we) (?:do not"
        r"|don'?t|haven'?t)|instead|don'?t (?:\w+ )?(?:get|receive) (?:many|much|that)|on"
        r" (?:this|that|my) (?:number|phone|mobile)|did(?:n'?t| not) (?:get|receive|hear)|get"
        r" (?:why|what|it|the|how)|not (?:sure|certain)|don'?t call,? (?:e-?mail|write)|unless"
        r"|e-?mail(?:s)? (?:is|are) (?:pointless|useless)|(?:have|has)(?:n'?t| not) |rather than"
        r"|does(?:n'?t| not) (?:get|receive)|(?:isn'?t|is not|are not|aren'?t) the|won'?t (?:be"
        r" )?(?:get|receiv|hear)|can(?:no|')t (?:get|receiv)|get back to (?:me|us)|don'?t think",
    ),
    _r(
        "optout.do_not_write_bare",
        _I.UNSUBSCRIBE,
        0.85,
        r"(?:^|please |pls |kindly |and |so |just )(?:do not|don'?t|dont|never) (?:ever"
        r" )?(?:{write})(?: (?:again|back|any ?more|please|pls))*[.! ]*$",
        unless=r"hesitate|call",
    ),
    _r(
        "optout.no_more",
        _I.UNSUBSCRIBE,
        0.93,
        r"\bno (?:more|further|additional|other) (?:\w+ )?(?:{mail}|contact|correspondence"
        r"|follow[- ]?ups?|communications?|approaches|calls|solicitations?|spam|outreach|of"
        r" (?:this|these|your))\b",
        unless=r"no more (?:e-?mails?|messages?) (?:until|before)|if no (?:more|further)",
    ),
    _r(
        "optout.the_last",
        _I.UNSUBSCRIBE,
        0.85,
        r"\b(?:(?:be|make|consider|is|was|as) (?:\w+ ){0,4}?(?:the|your|my) (?:very )?(?:last|final)"
        r" (?:{mail}|one|contact|time|warning|of (?:these|those|this)))\b|\b(?:last|final)"
        r" (?:warning|notice|{mail} (?:of|in) this)\b|\blet(?:'?s| us) (?:end|leave|stop) (?:it"
        r"|this|things) (?:here|there|at that)",
        unless=r"your last (?:e-?mail|message|one) (?:went|was in|ended|landed)",
    ),
    _r(
        "optout.leave_alone",
        _I.UNSUBSCRIBE,
        0.93,
        r"\bleave (?:me|us|my \w+|our \w+) (?:alone|be|in peace|out of (?:it|this))\b|\bget lost\b"
        r"|\bjog on\b|\bgo away\b|\b(?:piss|bugger|buzz|sod|f\S{1,3}k|naff|clear|push) off\b"
        r"|\blose (?:my|our|this) (?:number|address|e-?mail|contact)|\bforget (?:that )?(?:i|we"
        r"|you) (?:exist|ever|had|have)|\btake a hike\b|\bgo bother\b|\bdo one\b|\b(?:had|have"
        r" had|'ve had|having) (?:quite |more than |about )?enough\b|\benough is enough\b|\bhave"
        r" some respect\b|\bnot welcome\b|\bunwelcome\b|\bgive it a rest\b|\bget (?:a life|the"
        r" hint|the message)\b|\btake the hint\b",
    ),
    _r(
        "optout.unsolicited",
        _I.UNSUBSCRIBE,
        0.72,
        r"\bunsolicited\b|\bjunk ?mail\b|\b(?:block|black|deny|ban)[- ]?list\b|\bspammers?\b"
        r"|\b(?:this|that|it|your \w+) is (?:just |pure |plain )?spam\b|\bspam(?:ming)? (?:me|us"
        r"|people)\b",
        unless=r"went (?:in)?to|in(?:to)? (?:my |the |our )?(?:spam|junk)|ended up|landed|not spam|sorry",
    ),
    _r(
        "optout.reported",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:pass|forward|refer|report|hand|send|give|escalate)\w* (?:you|your \w+|this|it"
        r"|everything|the matter)\b[^\n]{0,30}\b(?:trading standards|the (?:ico|ftc|police"
        r"|authorit\w+|regulator|ombudsman)|our lawyers?|our solicitors?|legal|action fraud)"
        r"|\b(?:contact|e-?mail|write to|message|bother|approach) (?:me|us|anyone here|this"
        r" address) again (?:and|,? (?:we|i) will|without)|\b(?:if|should) (?:you|i|we) (?:ever"
        r" )?(?:contact|e-?mail|write|message|hear|receive|get)\b[^\n]{0,30}\bagain\b"
        r"|\b(?:report(?:ed|ing)?|flag(?:ged|ging)?|mark(?:ed|ing)?|block(?:ed|ing)?"
        r"|blacklist\w*|filter(?:ed|ing)?|complain\w*|complaint)\b[^\n]{0,30}?\b(?:you\b|your"
        r" (?:domain|address|e-?mails?|company|isp|provider|host\w*)|spam|junk|abuse|to the"
        r" (?:ico|ftc|authorit\w+|regulator|dpa)|this (?:sender|e-?mail|address))",
        unless=r"if i hear (?:anything|more)|if you (?:e-?mail|write|contact) (?:me|us) again (?:in"
        r"|next|after|later)|report(?:s|ing)? (?:in)?to (?:me|our|the (?:ceo|cfo|coo|board|md"
        r"|vp))|not (?:mark|block|report)|block(?:ed|ing)? (?:out|off)?(?: some)? time|our"
        r" (?:filter|system|server|it)|by our",
    ),
    _r(
        "optout.blocked",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:you(?:'re| are|'ve been| have been)|your (?:\w+ )?(?:address|domain|e-?mails?"
        r"|messages?) (?:is|are|has been|have been)) (?:now |being |going to be )?(?:blocked"
        r"|blacklisted|reported|filtered|banned)|^(?:blocked|deleted|reported|block|delete)(?:,|"
        r" and|[.!]|$)|\b(?:block|delete)[.,!]+ (?:block|delete|good ?bye|bye)|\b(?:keep|still)"
        r" (?:getting|receiving) (?:these|your|this|them|e-?mails)",
    ),
    _r(
        "optout.law",
        _I.UNSUBSCRIBE,
        0.82,
        r"\bgdpr\b|\bcan-?spam\b|\bccpa\b|\bcasl\b|\bpecr\b|\bdata protection (?:act|law|regulation"
        r"|authority|rights)|\bart(?:icle|\.)? ?(?:15|17|21)\b|right (?:to|of) (?:erasure"
        r"|object\w*|be forgotten)|\bpersonal data\b|\b(?:under|breach of|violat\w+) (?:the"
        r" )?(?:privacy|data|anti-?spam)|\b(?:the )?(?:ico|ftc|cnil)\b|information commissioner"
        r"|do[- ]not[- ](?:contact|call|mail|e-?mail) list|suppression list",
        unless=r"gdpr (?:tool|compliance|software|officer|consult)|lawful basis|legal basis",
    ),
    _r(
        "optout.lawyer",
        _I.UNSUBSCRIBE,
        0.85,
        r"\b(?:my|our|the) (?:lawyers?|attorneys?|solicitors?|legal (?:team|department"
        r"|counsel))\b[^\n]{0,60}\b(?:contact|hear|be in touch|fil\w+|letter|action|instruct"
        r"|involve|pass)|\blegal (?:action|proceedings|steps|consequences)\b"
        r"|\bcease[- ]and[- ]desist\b|\bharass(?:ment|ing)\b|\b(?:will|shall|gonna|going to|have"
        r" to|forced to) sue\b|\bsue you|\btake you to court\b|(?:hear from|passed to|in the"
        r" hands of) (?:my|our) (?:lawyers?|attorneys?|solicitors?|legal)|consider this (?:\w+"
        r" )?(?:notice|warning)",
    ),
    _r(
        "optout.consent",
        _I.UNSUBSCRIBE,
        0.8,
        r"\b(?:never|not|{nt}|nobody|no one)\b[^\n]{0,20}\b(?:sign(?:ed)? up|subscribed?|consent\w*"
        r"|opt(?:ed)? in|agree[ds]? to (?:be|rec)|ask(?:ed)? (?:for|to (?:be|get|rec))"
        r"|permission|authori[sz]\w+|request(?:ed)? (?:this|these|any|your))|\b(?:withdraw"
        r"|revoke|no) (?:\w+ )?consent\b|\bwithout (?:my|our|any) (?:consent|permission)"
        r"|\bobject to (?:the |any |your |this |you |being |further )*(?:process\w*|use|using"
        r"|contact\w*|receiv\w+|market\w*|e-?mail\w*|mail\w*)|\bpermission to (?:e-?mail|contact"
        r"|write|use)",
        unless=r"ask(?:ed)? (?:for|to) (?:a|an|more) (?:quote|details)|i never asked (?:him|her)",
    ),
    _r(
        "optout.rude",
        _I.UNSUBSCRIBE,
        0.55,
        r"\b(?:f\S{1,3}k(?:ing)?|bollocks|scam(?:mers?)?|parasites?|shame on you|disgusting)\b",
    ),
)

_REFERRAL = (
    _r(
        "referral.direct_to",
        _I.REFERRAL,
        0.6,
        r"\b(?:suggest|recommend|advise|try|by|worth|better off|consider) (?:\w+ )?(?:contacting"
        r"|talking to|speaking (?:to|with)|writing to|reaching out to|asking|e-?mailing|calling"
        r"|ringing|going (?:to|through))\b(?! (?:me|us)\b)|\b(?:talk|speak|chat|write|reach out"
        r"|get in touch|get on|liaise|connect|check|start|have a word|touch base|take (?:it|this"
        r"|that) up|pick (?:it|this) up) (?:directly |straight |instead )?(?:to|with)\b(?! (?:me"
        r"|us|my|you|me directly)\b)",
        unless=r"\b(?:not|don'?t|never|no longer|want(?:ed)? to|like to|love to|happy to|good to"
        r"|nice to|let'?s|can we|could we|i(?:'ll| will| can| have to| need to| must)) (?:\w+"
        r" )?(?:talk|speak|chat|write|get|reach|connect|check|touch)|(?:before|unless|if) (?:i"
        r"|we|you)",
    ),
    _r(
        "referral.person_for",
        _I.REFERRAL,
        0.6,
        r"\b(?:right|best|correct|appropriate|better|proper|relevant|main|go-?to) (?:person|contact"
        r"|point of contact|one|man|woman|guy|bet|placed|address|place|port of"
        r" call)\b[^\n]{0,60}\b(?:is|would be|'d be|will be|:|=|to)\b|\byou(?:'ll| will|'d|"
        r" would)? (?:want|need|be (?:wanting|needing|after|better off))\b|\byou(?:'re| are)"
        r" (?:looking for|after)\b|(?:\bis|'s) the (?:person|one|man|woman|guy|lady|chap"
        r"|contact)\b|\bthe (?:person|one|man|woman|guy|lady|chap) (?:you|who|for|to)\b|\bis"
        r" (?:who|the (?:one|person|man|woman|guy|lady|chap)) you\b|\b(?:is|'s) your (?:man"
        r"|woman|guy|contact|best bet)\b",
        unless=r"\b(?:i am|i'?m|that'?s me|me\b.{0,5}$)|not the (?:right|best|correct)|(?:who"
        r"|whether|if) (?:is|you|i)|you(?:'ll| will)? need to (?:be|send|give|tell|provide|speak"
        r" up)|do you (?:want|need)|what (?:do|are) you",
    ),
    _r(
        "referral.passed_on",
        _I.REFERRAL,
        0.9,
        r"\b(?:asked|told|instructed|got) [\w' .-]{2,30} to (?:get back|get in touch|contact you"
        r"|reply|respond|write|call|ring|reach out|pick|take (?:it|this)|answer|look)"
        r"|\b(?:passing|handing|putting|transferring|referring|connecting|pointing|sending"
        r"|passed|handed|referred|put) you (?:on |over |through |across |along |straight )?(?:to"
        r"|with|in touch with)\b|\b(?:forward(?:ed|ing)?|pass(?:ed|ing)?|hand(?:ed|ing)?"
        r"|relay(?:ed|ing)?|sent|sending|shar(?:ed|ing)|put|escalat(?:ed|ing)|rout(?:ed|ing)"
        r"|redirect(?:ed|ing)?|transferred) (?:this|it|that|your|the|them|on|along|over"
        r"|these)\b[^\n]{0,50}?\b(?:to|with|on|along|in front of|past)\b(?! (?:me|us)\b)",
        unless=r"\b(?:pass|forward|refer|report|hand|send)\w* your (?:details|address|data|name)\b"
        r"|trading standards|authorit|regulator|police|solicitor|lawyer|\b(?:before|if|unless"
        r"|until|whether|when) (?:i|we|you)\b|\bwould i\b|\bwhat (?:would|am|should)\b|\b(?:to"
        r"|for) me\b|not (?:be |been )?(?:forward|pass|read)|(?:can|could|would|should|may|might"
        r"|cannot|can'?t|won'?t) (?:i |we |you )?(?:forward|pass)|forwarded me|passed (?:away"
        r"|me)|sent (?:it|this|that|your \w+|these|the \w+) to (?:the wrong|which|what|junk|spam"
        r"|trash|my)|sending (?:this|these|it|them) to (?:the|my|our|this|us)|sent to which",
    ),
    _r(
        "referral.passed_to_name",
        _I.REFERRAL,
        0.88,
        r"\b(?:gave|given|showed|shown|handed|took|mentioned) (?:your|the|this|it)(?: \w+)? to (?!me"
        r"|us|the wrong)\w+|\b(?:dropped|posted|put|shared|flagged|raised|sent) (?:this|it|that"
        r"|your \w+) (?:in|into|on|with|over|internally)\b[^\n]{0,40}\b(?:channel|team|group"
        r"|slack|someone|desk|inbox|colleagues?|department)|\b(?:forward(?:ed|ing)|passed"
        r"|passing|hand(?:ed|ing)|relay(?:ed|ing)|escalat(?:ed|ing)|cascad(?:ed|ing)"
        r"|redirect(?:ed|ing)|sen(?:t|ding))(?: on| over| along)? to\b(?! (?:me|us|which|what"
        r"|the wrong)\b)",
        unless=r"\bwould i\b|\bwhat\b|(?:was|were|been|is) sen(?:t|ding) to|\b(?:not|before|if (?:i"
        r"|we|you)|unless|cannot|can'?t|won'?t)\b",
    ),
    _r(
        "referral.copying",
        _I.REFERRAL,
        0.75,
        r"(?:^|\b(?:i'?m|i am|i'?ve|i have|have|am|let me|i'?ll) )(?:just |also |now )?(?:add(?:ing"
        r"|ed)?|cop(?:y|ying|ied)|loop(?:ing|ed)?(?: in)?|cc'?(?:ing|ed|d)|includ(?:ing|ed)"
        r"|bring(?:ing)? in|connecting you|introduc(?:ing|e))\b|^\+ ?[a-z]|\b(?:in|on) (?:cc"
        r"|copy)\b|\bcc'?d\b|\bcopied (?:in|here)\b|\bput (?:him|her|them) (?:on|in)\b"
        r"|\breply[- ]all\b",
        unless=r"(?:not|before|if|unless) |additional|add(?:ing|ed)? (?:me|us|value|to that)",
    ),
    _r(
        "referral.ask_for",
        _I.REFERRAL,
        0.6,
        r"\b(?:ask (?:for|to speak)|try (?:asking )?|best (?:bet|off|ask)|ask\b|seek out|look up"
        r"|track down|nudge|hunt down|find|ring\b|phone\b|call\b|ping\b|contact\b|e-?mail\b"
        r"|drop\b|hit up\b|refer\b|direct\b|address\b|send (?:it|this|that|your \w+|all \w+|any"
        r" \w+) to\b|go (?:through|via)\b)",
        unless=r"\b(?:me|us)\b|\b(?:not|don'?t|never|before|unless|let'?s)\b|(?:my|our|your|this)"
        r" (?:e-?mail|address|mail|call|contact)|e-?mail (?:address|from)|\bcontacts?\b (?:list"
        r"|details|you|was)|call (?:me|us)|\b(?:i|we)(?:'ll| will)? (?:ask|call|contact)|get in"
        r" contact|point of contact|lost contact",
    ),
    _r(
        "referral.handles",
        _I.REFERRAL,
        0.55,
        r"\b(?:he|she|they|who|that'?s|colleague|manager|director|boss|partner|husband|wife|brother"
        r"|sister|son|daughter|dad|mum|team|department|office|desk|[a-z]+) (?:handles?|runs?"
        r"|manages?|leads?|heads?(?: up)?|oversees?|looks? after|deals? with|takes? care of|is"
        r" (?:responsible|in charge|the one|your man|our)|does|owns|covers?|took (?:it|this|that"
        r"|over)|has taken over|is taking over|decides?|makes? (?:those|these|the|all)|is"
        r" handling|is running|is our|is the|is now)\b",
        unless=r"\bonly (?:handle|deal|do|run|manage|look)|(?:{nt}|not|never|no longer) (?:deal"
        r"|handle|run|manage|do|cover|look|lead|own|take)|\b(?:i|we|you|nobody|no one|noone|who"
        r"|it|this|that|there|which|what) (?:handles?|runs?|manages?|leads?|heads?|oversees?"
        r"|looks?|deals?|takes?|does|owns?|covers?|is)\b|don'?t know|no (?:idea|clue)|not sure"
        r"|wouldn'?t know|\bdoes ?n",
    ),
    _r(
        "referral.responsibility_of",
        _I.REFERRAL,
        0.6,
        r"\b(?:should|needs? to|has to|have to|must|ought to|will|would|can) (?:go|be (?:sent"
        r"|addressed|directed|forwarded|made|raised)) (?:to|through|via|with)\b"
        r"|\b(?:responsibility of|handled by|dealt with by|looked after by|managed by|run by|led"
        r" by|sits? with|lies? with|goes? (?:to|through)|belongs? to|rests? with|down to|up to"
        r"|in the hands of|falls? to|covered by|taken over by|gone to)\b(?! (?:me|us|my|you)\b)",
        unless=r"\bnot\b|(?:up|down) to (?:my|our|the) (?:eyes|neck|ears|minute|scratch)|up to"
        r" (?:date|speed|now|you|\d)",
    ),
)

_RIGHT_PERSON = (
    _r(
        "right.me",
        _I.RIGHT_PERSON,
        0.93,
        r"^(?:\w+,? )?(?:(?:yes|yep|yeah|yup|ya|yah|yea|aye|hi|hello|indeed|correct|well|er|um|ok"
        r"|sure)[,.!]? )*(?:(?:that|it|this)(?:'?s| is|'d be| would be|'ll be| will be)? )?(?:me"
        r"|i do|i am|myself|yours truly|speaking|that'?s (?:right|correct)|guilty(?: as"
        r" charged)?|present(?: and correct)?|here|moi|in person|it is|i am he|i am she|the very"
        r" same|that is correct|ya|yes|yep|yup|yeah|yessir|aye|affirmative|absolutely|bingo"
        r"|roger|true|correct|indeed|right|sure am|sure is|i sure do|certainly)(?: (?:indeed"
        r"|alright|here|yes|again|too|all right))*[.!) :]*(?:$|[,;-])",
        unless=r"\bnot\b|\b{nt}\b|left|gone|excuse",
    ),
    _r(
        "right.that_is_me",
        _I.RIGHT_PERSON,
        0.9,
        r"\b(?:that|it|this|which|sales|they|those|all|everything|responsible|charge)(?:'?s| is|'d"
        r" be| would be|'ll be| will be| are| =|'re)? (?:all |still |also |just |only |probably "
        r"|actually |indeed |both )?(?:me|yours truly|us two|myself)\b(?! (?:for|to|a|think))"
        r"|\byours truly\b|\bguilty as charged\b|\bi(?:'d| would|'ll| will) be (?:the one|him"
        r"|her|that person|your (?:man|woman|contact))|\bi(?:'m| am|m) (?:the (?:one|person|man"
        r"|woman|guy|individual)|he|she|your (?:man|woman|guy|contact))\b(?! who (?:fix|clean"
        r"|drive))|\blook(?:ing)? (?:no further|at (?:him|her))\b|\b(?:all|is|are|it'?s|down to"
        r"|up to|with|to|on) (?:me|mine)(?: alone| only| these days| here| now| yes)?[.!) ]*$",
        unless=r"\bnot\b|\b{nt}\b|\b(?:call|ring|phone|write|mail|send|contact|e-?mail|talk|speak"
        r"|let|tell|give|forwarded|sent|get back|nothing|sell|sold|show|came|come|reply|happy|it"
        r"|this|new|news|wrong|interesting|useful|offer|add|catch|off|with) (?:\w+ )?(?:to |with"
        r" |for )?me[.!) ]*$",
    ),
    _r(
        "right.found",
        _I.RIGHT_PERSON,
        0.9,
        r"\byou(?:'ve| have)? (?:reached|got|found|come through to|contacted|written to) the (?:head"
        r"|sales|commercial|owner|manager|director|md|ceo|boss|person|one|founder)\b|\byou(?:'ve"
        r"| have| did)? (?:already |just )?(?:found|got|reached|hit|contacted|come to|landed"
        r" (?:on|at)|had|have|picked) (?:on )?(?:him|her|them|me|it|the (?:right|correct)|one)\b"
        r"|\byou(?:'re| are|r| are already) (?:already )?(?:talking|speaking|writing|e-?mailing)"
        r" (?:to|with) (?:him|her|them|the (?:right|man|woman)|me)\b|\bright (?:place|person"
        r"|address|desk|door|one|inbox|mailbox|e-?mail|account|office|team|department|dept|spot"
        r"|guy|man|woman|lady)\b",
        unless=r"\bnot\b|\b{nt}\b|find|trying|hard|pass|isn'?t|who (?:is|the)|if|(?:right|correct)"
        r" (?:person|one|contact|guy|man|woman|place|address) (?:is|would|to|for|at|will|here is"
        r"|there)|once|know",
    ),
    _r(
        "right.i_handle",
        _I.RIGHT_PERSON,
        0.88,
        r"\bi run (?:things|the (?:show|place|shop|company|business|firm)|this place|it all"
        r"|everything)\b|\bi (?:make|take) (?:all )?(?:of )?(?:the |our |most |those |these "
        r"|such )?[\w ]{0,30}decisions\b|\b(?:part of|in|within|under) my (?:role|job|remit"
        r"|wing)\b|\bi cover (?:that|this|it|sales)\b|\bheading up\b|\b(?:i|we)(?: am|'m|"
        r" personally| still| do| both| actually| basically| also| kinda| mostly| 'm)? (?:handle"
        r"|run|manage|own|lead|head(?: up)?|oversee|look after|deal with|take care of|do|cover"
        r"|supervise|direct|decide(?: on)?|sign off(?: on)?|make (?:the|all|those|these)"
        r"|look(?:ing)? after|handling|running|managing|heading(?: up)?|leading|overseeing|have"
        r" been (?:\w+ )?(?:running|heading|leading|managing|handling)|in charge of|responsible"
        r" for|head of|the head of|your (?:man|woman|guy|person|contact)|call the shots)(?:"
        r" (?:all |the |our |most |both |up |of |any |a |that |my ){0,3})?(?:{sales}|sales\w*"
        r"|decisions?|number|[.!]|$|contact|(?:\w+ ){1,4}?(?:sales|commercial|business"
        r" development|new business|revenue|growth)\b)",
        unless=r"ourselves|in-?house|\b(?:not|don'?t|do not|no longer|never|used to|didn'?t|{nt}|if"
        r"|what|how|when|before)\b|i do (?:not|hope|have|think|know|read|wish|believe|see|want"
        r"|need|understand|appreciate|recall)|do it (?:all )?(?:ourselves|in-house|internally)"
        r"|we do (?:that|this|it|our|sales)",
    ),
    _r(
        "right.remit",
        _I.RIGHT_PERSON,
        0.88,
        r"\b(?:on|falls? on|lands? on|rests? on|sits? on) (?:my|our) (?:shoulders|desk|plate|lap"
        r"|table|head)\b|\b(?:sits?|rests?|lies|stays?) with me\b|\bit'?s my (?:area|job|patch"
        r"|department|thing|responsibility|call|turf|baby|domain)\b|\b(?:correct|right)"
        r" (?:person|guy|man|woman|lady|one|contact|inbox|address)(?:,? (?:yes|indeed"
        r"|here))?[.! ]*$|\b(?:that'?s|has|it'?s|it has|that has) been me\b|\bguess it'?s me\b"
        r"|^(?:well,? )?me\b[.!]|\b(?:falls?|comes?|sits?|is|are|reports?|rests?|lies?|belongs?"
        r"|lands?|ends? up|fits|goes) (?:\w+ )?(?:under|within|in|with|to|down to|up to|on"
        r"|inside) (?:me\b|my (?:\w+ )?(?:group|remit|team|area|desk|department|responsibilit\w+"
        r"|domain|purview|wing|watch|plate|lap|table|side|role|control|org\w*))|\b(?:is|are|'s"
        r"|that'?s|=) (?:entirely |still |all |very much )?(?:my (?:job|area|department|dept"
        r"|remit|patch|responsibility|role|team|baby|domain|thing|turf|call|decision|bag|field"
        r"|brief|world|department)|mine)\b|\bmy (?:remit|responsibility|patch|baby"
        r"|department)\b(?! (?:at|in) (?:my|a) (?:former|previous|last))|\bunder my (?:group"
        r"|team|remit|wing)",
        unless=r"on my plate at|too much|\b(?:come|came|get|got|getting|report|reply|write|reach"
        r"|back|speak|talk|listen|send|sent) (?:back )?(?:out )?(?:to|with) me|\b(?:not|isn'?t"
        r"|ain'?t|no longer|never|aren'?t|wasn'?t)\b[^\n]{0,30}\b(?:me|my|mine)\b|used to be"
        r" (?:me|mine|my)|outside|beyond|above|far from|asked|never",
    ),
    _r(
        "right.small_firm",
        _I.RIGHT_PERSON,
        0.8,
        r"\b(?:one|two|1|2)[- ](?:man|woman|person|people) (?:band|show|shop|company|outfit"
        r"|operation)\b|\bi(?:'m| am) the (?:owner|boss|founder|director|md|only (?:one|person)"
        r"|whole)\b|\bwear(?:s|ing)? (?:that|all the|every|many|the sales) hats?\b|\bthe buck"
        r" stops (?:with me|here)\b|\bjust me\b|\bonly me\b",
        unless=r"\bnot\b(?! much)|\b{nt}\b",
    ),
    _r(
        "right.deal_with_me",
        _I.RIGHT_PERSON,
        0.85,
        r"\b(?:you (?:can|may|should|could|might as well)|feel free to|happy for you to|just|please"
        r"|best) (?:deal|talk|speak|write|work|discuss|liaise|address|direct|start|ask|send|come"
        r"|go)\b(?: (?:it|this|that|them|things|any\w*|everything|questions?|straight|directly"
        r"|here))*(?: (?:with|to|at|through))? me\b|\b(?:goes?|go|runs?|comes?|passes|pass"
        r"|works?|done|sold|decided|signed off|handled|dealt with|managed|approved) (?:\w+"
        r" )?(?:through|via|past|by|with) me\b|\bon my (?:business card|job description|watch"
        r"|door|to-?do|list of duties)\b|\bi(?:'ve| have)? (?:took|taken|taking|inherited"
        r"|assumed|picked up) (?:that|it|this|those|them|sales|over|the (?:role|job|desk"
        r"|position|sales|team|reins))\b|\bi(?:'m| am) (?:now )?in (?:that|the|her|his) (?:role"
        r"|position|seat|chair|job)\b|\bi can (?:answer|help (?:you )?with) (?:that|this|it)\b"
        r"|\bask me\b|\bthat hat\b|\bi(?:'m| am) (?:it|them|both|all of them)\b",
        unless=r"\b(?:not|no longer|never|n't|don'?t)\b[^\n]{0,25}\bme\b|ask me (?:again|later|in"
        r"|next|to)|send (?:it|me|us) (?:over|some|a|your)|\bdrop me\b",
    ),
    _r(
        "right.title",
        _I.RIGHT_PERSON,
        0.72,
        r"^(?:(?:hi|hello)[,!.]? )?(?:the )?(?:sales|commercial|managing|business development)"
        r" (?:director|manager|lead|head) here\b|\b(?:head of sales|md|ceo|owner|founder|boss)"
        r" here\b|\bi(?:'m| am) (?:the |our |their |a |now the |currently the )?(?:\w+"
        r" ){0,2}?(?:sales|commercial|business development|revenue|bd|growth)(?: and \w+)?"
        r" (?:director|manager|lead|head|officer|exec\w*|vp)\b|\bi(?:'m| am) (?:the |our"
        r" )?(?:head|director|vp|chief|manager) of (?:sales|commercial|business|revenue|growth"
        r"|new business)|\bi(?:'m| am) (?:the |a |our )?(?:cro|cco|managing director|md|ceo"
        r"|owner|founder)\b",
        unless=r"\bnot\b|no longer|used to",
    ),
)

_INTERESTED = (
    _r(
        "interest.talk",
        _I.INTERESTED,
        0.85,
        r"\b(?:let'?s|lets|happy to|glad to|pleased to|would (?:love|like) to|'d (?:love|like|be"
        r" (?:happy|glad|open|keen|up for|willing|interested))(?: to)?|love to|keen to|keen on"
        r"|up for|open to|willing to|ready to|(?:we|i) (?:can|could)|shall we|can we|could we"
        r"|should we|would be (?:happy|glad|good|great|worth|open)(?: to)?|available (?:for|to)"
        r"|free (?:for|to)|worth) (?:(?:at least|have|having|do|doing|set up|arrange|book"
        r"|schedule|jump on|hop on|get on|grab|fix|find|organi[sz]e|a|an|the|quick|short|brief"
        r"|initial|intro\w*|first|20|15|30|10|five|ten|fifteen|twenty|thirty|minute|min|minutes"
        r"|proper|little|some|time|for|to) ){0,7}(?:chat|talk|call|speak|meet(?:ing)?|discuss\w*"
        r"|connect|convers\w+|demo|hear (?:more|what|about|you)|learn more|(?:take|have) a look"
        r"|look at|coffee|zoom|teams|presentation|find out more|see (?:more|what|it|a)|explore"
        r"|listen|know more)\b",
        unless=r"\b(?:after|once|when|until)\b[^\n]{3,50}\b(?:we|i) (?:can|could|will|may|might)"
        r" (?:talk|speak|meet|look|discuss)|\b(?:speak|talk|chat|connect|discuss) (?:then|in"
        r" (?:january|february|march|april|may|june|july|august|september|october|november"
        r"|december|q\d|the)|after|next (?:year|quarter|month|spring))|\b(?:not|{nt}|never|no"
        r" longer)\b|sister company|who would|colleague|someone who|anyone who",
    ),
    _r(
        "interest.tell_me",
        _I.INTERESTED,
        0.85,
        r"\btell (?:me|us) (?:how|what|about (?:it|your))\b|\b(?:use|need|do with|want) (?:some|a"
        r" bit of|a little|any) help\b|\b(?:i'?m|am|we'?re|got me|makes me|colou?r me|bit|quite"
        r"|rather|very) curious\b|\b(?:short|long|quick) version\b|\bin[.! ]*$(?<=i'm in.)"
        r"|\btalk to me\b|\btake it (?:further|from there)\b|\blet me see\b|\bhow soon (?:can"
        r"|could) (?:you|we)\b|\bwhen (?:can|could) you (?:start|present|come|show|begin"
        r"|deliver)\b|\bso,? yes[.! ]*$|\btell (?:me|us) (?:a (?:bit|little) )?more\b|\b(?:like"
        r"|love|want|keen|happy|interested|curious) to (?:know|hear|learn|find out|see"
        r"|understand) (?:a (?:bit|little) )?(?:more|what you|about|how)\b|\bmore (?:info"
        r"|information|details?) (?:please|would|on)\b|\b(?:go ahead|go on then|fire away|shoot"
        r"|i'?m listening|i am listening|all ears|piqued my|got my (?:attention|interest)|you"
        r" have my interest|curiosity|fire over|ping over|chuck (?:it|something) over|you have"
        r" my attention|i'?m game|i'?ll bite|count me in|colou?r me|i'?m in[.! ]*$|hit me"
        r"|intrigued|proceed|let'?s (?:do|hear) (?:it|this|that))\b",
        unless=r"about your company first|who you are|\bfirst\b ?\?|\bnot\b|\b{nt}\b|troubleshoot"
        r"|before|shoot (?:me|us) down|tell me (?:more )?who",
    ),
    _r(
        "interest.sounds_good",
        _I.INTERESTED,
        0.78,
        r"\b(?:sounds?|looks?|could be|might be|this is|it'?s|that'?s|would be|seems?|quite|very)"
        r" (?:\w+ )?(?:good|interesting|great|intriguing|useful|promising|relevant|helpful|of"
        r" interest|handy|like (?:something|what|exactly)|worth|perfect|tempting|fun)\b"
        r"|\b(?:i(?:'m| am)|we(?:'re| are)|am|are|would be|'d be|might be|could be|may be"
        r"|definitely|certainly|very|quite|potentially) (?:\w+ )?interested\b"
        r"|\binterested[.!, ]*(?:$|in (?:hearing|learning|seeing|a|your|this|talking"
        r"|discussing))|\b(?:perfect|good|great|excellent|uncanny|impeccable) timing\b|\btiming"
        r" is (?:\w+ )?(?:good|great|perfect|uncanny|spot)\b|\bglad you (?:wrote|asked|reached"
        r"|got in touch|e-?mailed)\b|\bactively (?:looking|reviewing|searching)\b|\blooking"
        r" (?:for|at|into) (?:exactly|something like|this|help|someone|solutions|options|ways)\b"
        r"|\b(?:been|were|are|was) (?:actually )?(?:talking|thinking|reviewing|discussing"
        r"|considering|looking)(?: about| at| into)? (?:this|exactly|something|just)\b"
        r"|\breviewing (?:this|our)\b",
        unless=r"\bnot\b|\b{nt}\b|\bno\b|never|\bif\b.{0,25}interest|interesting,? but|in case"
        r"|should (?:it|they)|whether|sounds (?:like )?(?:spam|a scam)|who (?:might|may|would"
        r"|could)|anyone|nobody|isn|may be of interest|be interested either|but we",
    ),
    _r(
        "interest.send",
        _I.INTERESTED,
        0.85,
        r"\b(?:send|e-?mail|forward|share|drop|ping|shoot|fire|pop|mail|provide|let me have|give me"
        r"|get me|supply|put|attach|could i (?:have|get|see)|can i (?:have|get|see)|may i"
        r" (?:have|see)|have you got|do you have)\b[^\n]{0,45}?\b(?:deck|info|information"
        r"|brochure|details|proposal|proposition|pric(?:ing|es?|e list)|rates?|quot(?:e|ation)"
        r"|materials?|one[- ]?pager|one page|presentation|overview|examples?|case stud\w+"
        r"|samples?|website|link|pdf|catalogue|specs?|summary|what you(?:'ve| have)? got"
        r"|something|white ?paper|leaflet|literature|some(?:thing)? (?:to|over|through)|pack"
        r"|portfolio|offer)\b|\b(?:send|ping|shoot|fire|e-?mail) (?:it|that|them|something"
        r"|whatever|stuff|what you have|what you'?ve got) (?:over|across|through|along|to me|my"
        r" way|on|here)\b|\bput it on one page\b",
        unless=r"\b(?:don'?t|do not|never|stop|no need to|not|{nt}|why) (?:\w+ ){0,3}(?:send|share"
        r"|e-?mail)|keep sending|unsolicited|remove|to (?:her|him|them|my colleague)\b|did you"
        r" send|contact details|my details|e-?mail (?:is|address|was)",
    ),
    _r(
        "interest.please_send",
        _I.INTERESTED,
        0.72,
        r"\b(?:alright|all right|ok|okay|sure|yes|fine|go on|yeah),? (?:then,? )?(?:send|show|tell"
        r"|share) (?:it|me|us|them|away)\b|\bup for (?:that|it|this)\b|\bgo for it\b|\b(?:please"
        r"|pls|kindly|do|just|then|and|feel free to|you can|you may|yes|ok|sure|so),? (?:send"
        r"|forward|share|e-?mail|provide|supply) (?:me |us |over |through |along |your |the |a "
        r"|an |some |more |any |whatever |what )*\w{3,}|^send (?:me |us |over |your |the |a "
        r"|some |more )*\w{3,}|\b(?:convince|impress|sell|pitch|surprise|try) me\b|\bsend (?:the"
        r" )?numbers\b|\bsign me up\b|\b(?:trial|pilot|demo|walkthrough|showcase)\b|\bmore"
        r" info\b",
        unless=r"\btry me (?:when|after|once|in|next|at|around|then)|\b(?:don'?t|do not|never|stop"
        r"|no need|not|quit)\b|@|\bto (?:our|the|my|him|her|them|procurement|\w+ who)\b|by"
        r" (?:post|fax)|(?:try|send) me (?:again|back|a reminder)|(?:your|this|these|all|any)"
        r" (?:requests?|enquir\w+|messages?|mail|proposals?) (?:to|via|through)|send (?:any"
        r"|every)thing like",
    ),
    _r(
        "interest.meet",
        _I.INTERESTED,
        0.72,
        r"\b(?:pop|come|drop|swing|call|stop|step) (?:in|by|over|round|around|up|along"
        r"|down)\b[^\n]{0,40}\b(?:coffee|tea|office|chat|visit|see us|if you|when you|any ?time"
        r"|show(?:room)?|workshop)|\b(?:\d{1,2}|five|ten|fifteen|twenty|thirty|half an hour|a"
        r" few|couple of|an hour)[- ]?(?:min(?:ute)?s?)?\b[^\n]{0,14}\b(?:call|chat"
        r"|min(?:ute)?s?|talk|slot|zoom)\b|\b(?:something|a date|a time|it|time|you|this) (?:in"
        r"|into|on) (?:the|our|my|your) (?:diary|calendar)\b|\bhave (?:you )?(?:any"
        r" )?availability\b|\bi'?ll give you (?:five|ten|\d+|a)|\b(?:can|could) do (?:a |an"
        r" )?(?:\w+ )?(?:call|chat|{weekday}|tomorrow|morning|afternoon)|\bwell timed\b|\babout"
        r" to (?:tender|start|launch|review|look)|\bin the market for\b|\blooking to (?:buy"
        r"|change|replace|hire|improve|grow|expand)",
        unless=r"\b(?:{nt}|never|no)\b|\bnot (?:now|interested|sure|able|free|available|today)"
        r"|years? ago|hours? (?:ago|later)|booth|stop by (?:your|the)|within|minutes? (?:ago"
        r"|late)",
    ),
    _r(
        "interest.call_me",
        _I.INTERESTED,
        0.88,
        r"\b(?:call|ring|phone|buzz|bell|text|whatsapp|reach|get|catch|try) me\b(?! (?:off|that|a"
        r" (?:liar|fool)|names))|\bgive (?:me|us) a (?:call|ring|bell|shout|buzz|tinkle)\b"
        r"|\bcall my (?:desk|cell|mobile|office|direct|number|line)\b|\b(?:my|on my|the)"
        r" (?:direct|cell|mobile|number|phone|line|desk)(?: line| number| phone)? (?:is|:)"
        r"|\b(?:would|could|can|will|please) you (?:please )?(?:ring|call|phone)\b(?! (?:him|her"
        r"|them))|\bpick up the phone\b",
        unless=r"\b(?:give (?:me|us) a (?:shout|call|ring|bell)) (?:in|next|after|when|once)\b"
        r"|\b(?:don'?t|do not|never|stop|(?<!why )not|no)\b|(?:try|catch|get|reach) me (?:again "
        r"|back )?(?:in|next|after|later|then|on|when|around)\b(?!.{0,20}\d{4})|until|how did"
        r" you (?:get|reach)",
    ),
    _r(
        "interest.time",
        _I.INTERESTED,
        0.8,
        r"\b(?:{weekday}|tomorrow|today|next week|this week|later (?:today|this week)|the"
        r" \d{1,2}(?:st|nd|rd|th)|\d{1,2} ?(?:am|pm)|\d{1,2}[:.]\d\d|mornings?|afternoons?"
        r"|anytime|any time)\b[^\n]{0,30}?\b(?:works?|suits?|is (?:good|best|fine|free|ok)|are"
        r" (?:good|best)|(?:would|could|might) (?:work|suit|do)|at \d|for me|ok\b|okay|good for)"
        r"|\b(?:could|can|would|shall|should) (?:you|we) (?:do|make|manage|meet|talk|speak"
        r"|schedule|book|set|arrange|find|grab|fix)\b[^\n]{0,25}(?:{weekday}|tomorrow|next|\d)"
        r"|\b(?:when|what (?:days?|times?|dates?|slots?)|which days?|what does your (?:diary"
        r"|calendar|week))\b[^\n]{0,40}\b(?:you|your|we|free|suit|available|works?|look)\b|\bare"
        r" you (?:free|available|around)\b|\b(?:here'?s|use|grab|book|pick|find|see|my) (?:my |a"
        r" |in |the |some )?(?:calendar|booking|calendly|diary|slot|time|link)\b|\bbooking"
        r" link\b|\bcalendly\b|\bbook (?:a|some|in|me)\b|\bi(?:'m| am) (?:free|available"
        r"|around)\b",
        unless=r"\b(?:can'?t|cannot|not|{nt})\b|(?:out|back|return\w*|away|holiday|leave|vacation"
        r"|closed)\b|her calendar|his calendar|their calendar|when (?:you|we) (?:have|next|get"
        r"|need)|not until|works? (?:for|at|in) (?:us|our)|she'?s|he'?s|he is|she is",
    ),
    _r(
        "interest.welcome",
        _I.INTERESTED,
        0.7,
        r"\b(?:could|can|would) you (?:please )?(?:present|demo|show|walk (?:me|us)|come (?:and|by"
        r"|in|over|to)|visit|pitch)\b|\bcome back to (?:me|us) with\b|\b(?:two|three|some|a few"
        r"|a couple of|your) (?:dates|times|slots)\b|\bvideo call\b|\bwe would welcome\b"
        r"|\bwelcome (?:a|the|your) (?:call|presentation|proposal|chat|conversation)\b"
        r"|\b(?:happy|open|willing|glad) to (?:listen|look|consider|help|hear|read)\b|\bwhy"
        r" not\b|\bsure,? (?:why not|let'?s|happy|go|send|sounds)|\b(?:absolutely|definitely|yes"
        r" please|yes,? please|by all means)\b|\bi'?ll (?:read|look at|take a look|have a look"
        r"|listen)\b|\bget the ball rolling\b|\bnext steps?\b|\bset (?:it|this|something|that)"
        r" up\b|\bwhat (?:do you (?:have in mind|propose|suggest)|have you got|are you offering"
        r"|would you suggest|can you (?:do|offer))\b",
        unless=r"(?<!why )\bnot\b|\b{nt}\b|try (?:me|us|again) then|happy to (?:help|hear) (?:if|but)|pony",
    ),
)

_QUESTION = (
    _r(
        "question.about",
        _I.QUESTION,
        0.85,
        r"\bwhat(?:'?s| is| was| would be| are|s)? (?:this|it|that|your (?:\w+ )?(?:mail|message"
        r"|call|enquiry|inquiry|request)|all this|the (?:\w+ )?(?:nature|purpose|subject|topic"
        r"|reason|context))? ?(?:actually |exactly |all |really |specifically |it )?(?:about"
        r"|regarding|concerning|in (?:regards?|relation|reference|connection) (?:to|with)|for"
        r"|relat\w+|pertain\w+|of your|in aid of)\b|\b(?:about|regarding|concerning|in regards?"
        r" to|re) what\b|\bwhat(?:'?s| is) (?:it|this)(?: all)? (?:about|for)\b|\bwhat"
        r" (?:exactly |precisely |specifically )?(?:do|does|did|are|is|would|can|could) (?:it "
        r"|that |this )?(?:you|your|they|\w+)\b[^\n]{0,40}\?|\bwhat (?:is|are) (?:it |that"
        r" )?(?:you|you'?re|your)\b|\bwhat it'?s (?:for|about)|\bsales of what\b|\b(?:is|be"
        r"|this) (?:regarding|about|concerning|re)[ .]*\?|\bwhat (?:kind|sort|type) of\b|\bwhat"
        r" it (?:is|concerns)|\bis (?:it|this|that) about\b|\bin what (?:context|regard"
        r"|capacity)|\bwhat company\b|\bof what\b",
        unless=r"\b(?:yes|yep|me),? (?:[^\n]{0,18})what is it\b|what (?:can|could|may) i (?:do|help)"
        r"|what does your (?:diary|calendar)|what (?:time|day)|no idea what|(?:don'?t|not)"
        r" (?:know|care|sure) what|what are you (?:doing|up to) on|whatever",
    ),
    _r(
        "question.who_are_you",
        _I.QUESTION,
        0.85,
        r"\bwho (?:are|r|is|exactly (?:are|is)|do|am i)\b[^\n]{0,30}?\b(?:you|u|this|calling|writing"
        r"|represent|speaking)\b|\bdo (?:i|we) know you\b|\bhave we (?:met|spoken|talked)\b"
        r"|\band you are\b|\bwho are \w+ and\b|\b(?:which|what) (?:company|organi[sz]ation|firm"
        r"|entity) (?:are|do|is)\b|\bon whose behalf\b|\b(?:you|this) (?:from|with) (?:which"
        r"|what)|\bwho (?:sent|gave|referred|recommended|told|put)\b",
        unless=r"tell you who",
    ),
    _r(
        "question.source",
        _I.QUESTION,
        0.88,
        r"\b(?:where|how|who|from whom)\b[^\n]{0,25}\b(?:did|do|have|had|gave"
        r"|has)\b[^\n]{0,12}\b(?:you|u|your \w+|they)?\b[^\n]{0,12}\b(?:get|got|find|found|come"
        r" (?:by|across)|obtain\w*|source\w*|gave|acquire\w*|have|hear|pick)\b[^\n]{0,30}\b(?:my"
        r"|our|this|the|me|us)\b|\bwhere (?:is|did) (?:this|my) (?:address|data|e-?mail|name)\b",
        unless=r"",
    ),
    _r(
        "question.price",
        _I.QUESTION,
        0.85,
        r"\bhow much (?:is|are|does|do|would|will|for|u|you)\b|\bwhat (?:does|do|would|will) (?:it"
        r"|this|that|they|your \w+) (?:cost|charge|run)|\bwhat(?:'?s| is| are) (?:the|your)"
        r" (?:price|cost|fee|fees|rate|rates|charges?|pricing|catch|terms)\b|\bhow (?:do|does)"
        r" (?:it|this|you|your) (?:work|charge|price|differ|compare)\b|\bcosts?\?|\bprice\?"
        r"|\bany references\b|\breferences\?",
        unless=r"how much (?:time|longer)",
    ),
    _r(
        "question.is_this",
        _I.QUESTION,
        0.78,
        r"(?:^|[,:;.-] |but |so |and |also )(?:is|are|was) (?:this|it|that|these|you|your \w+"
        r"|u)\b[^\n]{0,110}\?|(?:^|[,:;.-] |but |so |and |first,? )(?:do|does|did|have|has|can"
        r"|could|would|will|may|might) (?:you|u|your \w+|i ask|we)\b[^\n]{0,120}\?|(?:^|[,:;.-] "
        r"|but |so |and )(?:why|which|how) [^\n]{2,110}\?",
        unless=r"\b(?:dates?|times?|slots?|a (?:\w+ )?call|meeting|diary)\b|\bwhat (?:can|could|may)"
        r" i (?:do|help)|\bhow (?:can|could|may) i help|\b(?:present|demo|visit|come (?:by|in"
        r"|over)|pick (?:this|it) up|chat|call me|send|free|available|{weekday}|tomorrow|next"
        r" week|ring|remove|stop|unsubscribe|again in|later|another time|catch up|diary|try|get"
        r" back|check|follow up|how many (?:times|more)|why (?:do|are|would) you (?:keep|still)"
        r"|drop)\b",
    ),
    _r(
        "question.clarify",
        _I.QUESTION,
        0.78,
        r"\b(?:more|bit|little) (?:specific|context|detail|background|clarity)\b|\b(?:please|kindly"
        r"|can you|could you|would you|pls) (?:\w+ )?(?:state|clarify|specify|explain|elaborate"
        r"|confirm (?:who|what|which|your)|advise (?:what|who|which|on the)|indicate|identify"
        r"|let (?:me|us) know (?:what|who|which|the (?:nature|reason|purpose)))\b|\bbefore (?:i"
        r"|we) (?:pass|forward|give|put|send|hand|share|point|direct|connect|introduce|do)\b"
        r"|\bneed to know (?:what|who|more)|\bdepends? (?:on )?(?:what|who|which|why)\b|\bjust"
        r" tell (?:me|us) (?:what|who|why)\b|\bi don'?t (?:understand|follow|get) what\b|\bnot"
        r" (?:clear|sure) what (?:you|this|it)\b|\bwhat you(?:'re| are) (?:selling|offering"
        r"|after|proposing|asking|looking)\b",
        unless=r"",
    ),
    _r(
        "question.mark",
        _I.QUESTION,
        0.42,
        r"[a-z)\"']\?(?!\?)",
        unless=r"\bok\?|\bright\?|\bplease\?|(?:would|could|can|will) you (?:please )?(?:stop|remove"
        r"|ring|call|send|take|not|delete)|what part of|how (?:many|dare)|^maybe|ask\b",
    ),
)

_NOT_NOW = (
    _r(
        "later.not_now",
        _I.NOT_NOW,
        0.82,
        r"\bnot (?:currently |presently |yet )?in a position to\b|\bup against (?:a|the|it)\b|\bnext"
        r" (?:week|month|quarter|year) (?:is|would be|might be|works) (?:better|best|good)\b"
        r"|[.!] (?:next|maybe next) (?:week|month|quarter|year)\?|\b(?:today|now|right now),?"
        r" no\b|\bafter that(?:,)? (?:maybe|perhaps|yes|we)\b|\bnot (?:right |just |at |for"
        r" )?(?:now|(?:the|this) (?:moment|minute|present|time)|present|currently|presently|yet"
        r"|this (?:year|quarter|month|week|season|side)|(?:a|our|my|the|high|top) (?:\w+"
        r" )?(?:priority|focus)|the (?:right|best|ideal) (?:time|moment)|a (?:good|great"
        r"|convenient) (?:time|moment))\b|\b(?:bad|wrong|awkward|poor|terrible|awful|tricky|busy"
        r"|difficult|mad|hectic|crazy) (?:time|timing|moment|period)\b|\btiming (?:is|isn'?t|'s"
        r"|could|is not)\b(?!.{0,12}(?:good|great|perfect|uncanny|impeccable))|\b(?:no|zero)"
        r" (?:bandwidth|capacity|time|headspace)\b|\b(?:don'?t|do not|can'?t|cannot|haven'?t"
        r"|won'?t)\b[^\n]{0,20}\b(?:bandwidth|capacity|headspace|time (?:for|right|at|now|this"
        r"|to look)|look at (?:this|it|anything) (?:now|until|before|this)|think straight|take"
        r" (?:this|it|anything) on)\b|\bfor (?:now|the (?:moment|time being))\b",
        unless=r"\bno,? (?:thanks|thank you|ta)\b|not now,? not ever|(?:not|{nt}) interested (?:now"
        r"|at)|no (?:interest|need)|\bnever\b",
    ),
    _r(
        "later.busy",
        _I.NOT_NOW,
        0.75,
        r"\b(?:snowed under|swamped|slammed|flat out|inundated|snowed|buried|drowning|maxed out"
        r"|stretched|run off (?:my|our) feet|rushed off|tied up|up to (?:my|our) (?:eyes"
        r"|eyeballs|neck|ears)|heads?[- ]down|too busy|very busy|super busy|crazy busy|busy"
        r" (?:until|till|with|at|right|this|season|period)|full to the (?:rafters|brim)|hands"
        r" (?:are )?full|hectic|mid(?:dle of|way)|in the (?:middle|midst|thick) of|between"
        r" (?:\w+ )?managers|peak season|year[- ]end)\b",
        unless=r"not (?:too |that )?busy",
    ),
    _r(
        "later.budget",
        _I.NOT_NOW,
        0.78,
        r"\b(?:budgets?|spend(?:ing)?|projects?|purchas\w+|everything|hiring"
        r"|decisions?)\b[^\n]{0,25}\b(?:frozen|freeze|gone|closed|spent|on hold|allocated|used"
        r" up|exhausted|paused|blown|set until|locked)\b|\b(?:on hold|on ice|(?:on the )?back"
        r" ?burner|parked|park (?:this|it)|paused|put off|postpone\w*|shelved|hiring freeze|no"
        r" budget (?:this|left|until|for this year)|out of budget)\b",
        unless=r"",
    ),
    _r(
        "later.come_back",
        _I.NOT_NOW,
        0.85,
        r"\b(?:try|ask|ping|call|write|contact|e-?mail|chase|catch) (?:me|us) (?:again )?(?:when"
        r"|after|once|next|around|at the|in (?:a|the|q|january|february|march|april|may|june"
        r"|july|august|september|october|november|december))\b|\b(?:after|once"
        r"|when)\b[^\n]{3,50}\b(?:we|i) (?:can|could|will|'?ll|may|might) (?:\w+ )?(?:talk|speak"
        r"|meet|look|discuss|think)\b|\b(?:try|ping|contact|call|e-?mail|write|chase|catch|hit"
        r"|reach|get back|come back|check (?:back|in)|circle (?:back|round|around)|follow up"
        r"|touch base|drop|speak|talk|revisit|reconnect|resend|knock|nudge|remind|reach out|get"
        r" in touch|ask|pick (?:this|it) up|look at (?:this|it)|come to (?:this|it|that)|return"
        r"|bother|poke|shout|reconvene|resurface|reappear)\b[^\n]{0,45}?\b(?:(?:again |back "
        r"|then |then in |in |after |from |around |about |by |next |early |late |mid-?|beginning"
        r" of |end of |start of |w/c |week of |come )?(?:{month}|{season}|the (?:new year|spring"
        r"|summer|autumn|fall|winter|end of)|next (?:year|quarter|month|week|{season})|q[1-4]"
        r"|20\d\d|\d{1,2}/\d{1,2}|(?:a |the )?(?:couple|few) (?:of )?(?:weeks|months|years|days)"
        r"|(?:\d+|one|two|three|four|five|six|eight|nine|ten|twelve|a|another) (?:weeks?"
        r"|fortnights?|months?|quarters?|years?)|a fortnight|half a year|(?:in )?the (?:second"
        r"|first|third|fourth) (?:half|quarter))|then\b|another (?:time|day)|some other time"
        r"|later|down the (?:line|road)|in due course|in the future|at a later)",
        unless=r"\b(?:stop|remove|unsubscribe|never)\b|\b(?:set up|book|schedule|arrange|have|a"
        r"|quick|short|jump on|hop on) (?:\w+ )?(?:call|chat|talk)\b|(?:don'?t|do not) (?:\w+"
        r" )?(?:contact|e-?mail|write|call|get|reach|try) (?:me|us) again|talk (?:next week"
        r"|tomorrow|later today)|speak (?:next week|tomorrow)|let'?s (?:talk|speak)|by all means"
        r" no|left|moved|retired|call me|ring me",
    ),
    _r(
        "later.wait",
        _I.NOT_NOW,
        0.78,
        r"\btoo soon\b|\b(?:bear with me|new ?born|(?:would|will|might|could) be better[.! ]*$"
        r"|better (?:in|after|next|around)\b|maybe one day\b|one day,? (?:maybe|perhaps)\b"
        r"|commit to anything\b|commit (?:now|before|until)\b)|\b(?:(?:too|bit|little|rather"
        r"|very) early|early days|still setting up|not ready yet|only just (?:started|opened)"
        r"|dust (?:has )?settle\w*|find (?:our|my) feet|deal with this (?:before|until|right"
        r" now)|look at this (?:before|until)|all hands|when i surface)|\b(?:fortnight|give"
        r" (?:it|us|me) (?:\w+ ){0,3}(?:week|month|year|time|while)s?|too much on (?:my|our|the)"
        r"|on (?:my|our) plate|not this side of|before (?:{month}|{season}|the new year|next)"
        r"|(?:{season}|q[1-4]|this (?:month|quarter|season)|year end) is (?:always |just |pure"
        r" )?(?:madness|chaos|crazy|hell|mad|manic|busy|hectic|a nightmare|impossible)|keep"
        r" (?:me|us|my|our|you|this|it|your \w+) (?:\w+ )?on (?:file|record|the list)|next"
        r" (?:financial |fiscal |calendar |school |budget )?(?:year|quarter|season)|(?:financial"
        r"|fiscal|budget) year|restructur\w+|reorgani[sz]\w+|(?:moving|changing) (?:offices?"
        r"|premises|systems)|office move|upside down|all over the place|in the thick|harvest"
        r"|(?:wait|waiting) (?:till|until|for|a)|best (?:to )?wait|in due time|once (?:we|i"
        r"|things|that|this|the)|as soon as (?:we|i|things|that|this)|when (?:things|it|we)"
        r" (?:calm|settle|quiet|ease|slow|are less))\b",
        unless=r"\bonly just started (?:here|work|at|in|with)|\b(?:never|since the (?:reorg"
        r"|restructur))\b|years? ago|before (?:you|i|we) (?:pass|give|send)|after the (?:reorg"
        r"|restructur)\w*,? (?:this|it)",
    ),
    _r(
        "later.again",
        _I.NOT_NOW,
        0.72,
        r"\b(?:maybe|perhaps|possibly|might|could|may) (?:be )?(?:later|next|another time|in the"
        r" future|some other time|some day|one day|again|in (?:a|the|q|{month}))\b|\b(?:later"
        r" (?:on|in the year|this year|in|next)|some other time|another time|at a later (?:date"
        r"|stage|time)|down the (?:line|road|track)|in due course|in the (?:near |not too"
        r" distant |longer )?future|leave it (?:till|until|a|for|with me|for now)|until (?:after"
        r" )?(?:the )?(?:{month}|{season}|next|then|the|20\d\d|w/c)|not (?:before|until|till)\b"
        r"|(?:new one|it) opens|revisit (?:this|it|in)|bear (?:you|it|this) in mind|keep (?:you"
        r"|this|it|your \w+) (?:in mind|on file))\b",
        unless=r"no (?:thanks|interest|need)|leave (?:it|this) (?:there|at that)|\bnever\b",
    ),
    _r(
        "later.holiday",
        _I.NOT_NOW,
        0.6,
        r"\b(?:on (?:holiday|vacation|leave|sick leave|maternity|the road)|back (?:on|in|from|at"
        r" work|the)\b|till (?:then|the)|off (?:sick|until|till))",
        unless=r"back (?:in the day|on track|in (?:june|july))|get back (?:on|in)|came back|holiday"
        r" (?:party|parks?)",
    ),
)

_NOT_INTERESTED = (
    _r(
        "no.not_interested",
        _I.NOT_INTERESTED,
        0.93,
        r"\b(?:not|{nt}|isn'?t|aren'?t|never|neither|no longer) (?:\w+ ){0,3}?(?:interested|of"
        r" interest|keen)\b|\b(?:no|zero|without|lack of|little|absolutely no|not (?:of )?any)"
        r" (?:\w+ )?interest\b|\buninterested\b|\bdisinterested\b|\bnot interest(?:ing|ed)\b",
        unless=r"if (?:you(?:'re| are)|it(?:'?s| is)) not interest",
    ),
    _r(
        "no.no_thanks",
        _I.NOT_INTERESTED,
        0.9,
        r"(?:^|[,.;:!-] |but |so )(?:it'?s a )?(?:no|nope|nah|naw)(?:t today)?(?:,| -|\.|!)?"
        r" ?(?:many )?(?:thanks|thank you|thx|ta|cheers|ty|from (?:me|us))\b|\bthanks,? (?:but"
        r" )?no(?:,? thanks)?\b|\bno,? (?:but )?thank(?:s| you)\b|^(?:no|nope|nah|pass|hard"
        r" pass)[.! ]*$|\bit'?s a (?:firm |hard |polite |clear )?no\b|\b(?:the )?answer is no\b",
        unless=r"no thanks to",
    ),
    _r(
        "no.pass",
        _I.NOT_INTERESTED,
        0.88,
        r"\b(?:i'?ll|we'?ll|i will|we will|going to|gonna|have to|happy to|i'?d|we'?d|i|we|must"
        r"|gotta|decided to|choose to|think i'?ll) (?:have to |just |respectfully |politely "
        r"|kindly |gonna )?(?:pass|decline|sit this one out|give (?:it|this) a miss|skip|leave"
        r" it)\b(?! (?:it|this|that|your|them|on to|you|along|the)(?! one| this)\b)|(?:^|[.!,]"
        r" )(?:hard )?pass[.! ]*$|\bpass on (?:this|it|your offer)\b(?! to)|\b(?:respectfully"
        r"|politely|kindly) (?:decline|pass)\b|\b(?:going|have|like|wish|want|forced) to"
        r" decline\b|\bdecline (?:your|the|this)\b",
        unless=r"leave it (?:till|until|a |with|for)|pass (?:it|this|that|your)? ?(?:on )?to\b",
    ),
    _r(
        "no.we_are_good",
        _I.NOT_INTERESTED,
        0.85,
        r"\b(?:we(?:'re| are|re)|i(?:'m| am|m)|all|thanks but) (?:all |quite |really |very |pretty "
        r"|perfectly |fully |already |currently |just |more than |thanks,? but )*(?:good|fine|ok"
        r"|okay|set|sorted|happy|covered|content|satisfied|well (?:served|covered|looked|catered"
        r"|supplied)|taken care of|(?:well )?provided for)\b(?! (?:to|for (?:a|the) (?:call"
        r"|chat)|news|at|time))|\ball (?:set|good|sorted|covered)\b|\bhappy (?:with|as) (?:what"
        r"|who|our|the|we|it|things|them|how)\b|\bcarry on as\b|\bstick(?:ing)? with (?:what|who"
        r"|our|the)\b|\bwell (?:served|supplied|catered|covered|looked after)\b",
        unless=r"\bnot (?:too |very |all |quite )?(?:happy|good|fine|sorted)|good (?:at|time)"
        r"|(?:sounds|looks|all) good[,.!] (?:let|send|call|see)|happy to",
    ),
    _r(
        "no.have_already",
        _I.NOT_INTERESTED,
        0.78,
        r"\b(?:already|currently|happily|long)\b[^\n]{0,25}\b(?:have|work(?:ing)?|use|using|got"
        r"|partner\w*|covered|in place|with|served|supplier|provider|agency|contract|taken care"
        r"|do (?:this|that)|sorted|signed|locked in)\b|\b(?:have|has|'ve|got|use|with) (?:\w+"
        r" ){0,3}?(?:in[- ]house|existing|preferred|own (?:people|team|guys|lads|staff)"
        r"|long[- ]standing)\b|\b(?:do|handle|keep|manage)\b[^\n]{0,20}\bin-?house\b|\bgoes"
        r" through (?:\w+ ){0,3}(?:distributors?|agents?|resellers?|wholesalers?)\b"
        r"|\bin-?house\b|\bword of mouth\b",
        unless=r"already (?:told|said|asked|replied|answered|spoke|sent|forwarded|passed)|do you already",
    ),
    _r(
        "no.no_need",
        _I.NOT_INTERESTED,
        0.86,
        r"\b(?:no|not (?:any|a|much)|zero|don'?t (?:have|see) (?:any|a|the|much)?|have no|isn'?t"
        r" (?:a|any)|without|hardly any) ?(?:\w+ )?(?:need|requirements?|demand|plans?|appetite"
        r"|budget for|use(?! to you)|desire|intention|call|room|place|benefit|value|fit"
        r"|scope)\b(?! to (?:reply|respond|answer|apolog))|\b(?:don'?t|do not|doesn'?t|won'?t"
        r"|wouldn'?t|never) (?:\w+ )?(?:need|want|require|use|buy|do|outsource|engage|work with"
        r"|take on|see (?:a|the|any|how|this|it|us)|think (?:this|it|we|that)|believe|feel|like"
        r"|plan|accept|entertain|deal with (?:agencies|vendors|cold)|respond to|apply)\b(?! to"
        r" (?:be rude|stop you)|.{0,8}\bto know\b)|\bnothing (?:here |there |in it )?for (?:you"
        r"|us|me)\b|\bnot (?:something|anything) (?:we|for|that|i(?!'?m| am| deal| handle| do|"
        r" work))\b|\b(?:not|isn'?t|aren'?t|wasn'?t) (?:for|what|something|of) (?:us|me|we|that"
        r"|use)\b|\b(?:rather|prefer to) (?:not|handle|do|keep|manage)[^\n]{0,25}\b(?:ourselves"
        r"|in-?house|internally|own)\b|\b(?:handle|do|manage|run) (?:\w+ ){0,3}(?:ourselves"
        r"|internally)\b|\b(?:tried|looked at|used|did) (?:this|it|that|one|these|something"
        r"|similar|a few)\b[^\n]{0,40}\b(?:didn'?t|did not|before|last year|no luck|nowhere"
        r"|never)\b|\b(?:going|have|want|like|afraid) to say no\b|\bsay(?:ing)? no\b|\bnot"
        r" (?:looking|in the market|needed|required|relevant|necessary|applicable|a (?:good"
        r" )?(?:fit|match)|convinced|worth|planning|considering|buying|taking|seeking|open"
        r"|hiring|currently looking)\b",
        unless=r"\b(?:i|we) (?:don'?t|do not) (?:deal with (?:that|this|it|sales)|know|do (?:that"
        r"|this|it|sales|the)|have (?:a|any) (?:sales|such)|think (?:i|i'?m|you(?:'ve| have)"
        r"|that'?s (?:me|my)))|no need to (?:reply|respond)|want to (?:hear|receive|be"
        r" (?:contacted|e-?mailed))|don'?t want (?:any|more|your|these)|right (?:person|contact"
        r"|place|address)|\bwho\b|not (?:looking|open) (?:at (?:this|it) )?until|don'?t (?:like"
        r"|want) to|don'?t need to (?:know|be)|do not use|don'?t use (?:this|the|my)|think"
        r" straight|don'?t (?:really )?do e-?mail|don'?t work (?:with|in|on) (?:that|sales)"
        r"|\bwhat\b.{0,20}\bneed\b",
    ),
    _r(
        "no.idiom",
        _I.NOT_INTERESTED,
        0.82,
        r"\bnot after anything\b|\b(?:it'?s|that'?s) a (?:hard |firm |polite )?pass\b|\btoo rich\b"
        r"|\brely on (?:repeat|word|existing|our)\b|\bnot how we\b|\bcan'?t say (?:it|that|this"
        r"|i)\b|\bin the slightest\b|\bthat'?s plenty\b|\bplenty\b[.! ]*$|\bpolicy (?:of|not|is"
        r"|against)\b[^\n]{0,30}\b(?:not|against|no|never)|\b(?:doesn'?t|does not|don'?t|do not"
        r"|won'?t|wouldn'?t) (?:match|meet|suit|fit|serve|address|apply|benefit|concern) "
        r"|\b(?:isn'?t|is not|not|won'?t be|never be) (?:\w+ )?(?:a )?priority\b|\brather"
        r" (?:spend|keep|put|use|eat|have)\b|\bturned (?:\w+ ){0,5}?down\b|\b(?:shall|will"
        r"|won'?t|would) not be (?:taking|proceeding|pursuing|needing|requiring|using)|\btak(?:e"
        r"|ing) (?:it|you|this|that) up\b|\b(?:lost|no|cut|slashed|zero|without a?) (?:\w+"
        r" ){0,3}budget\b|\bnothing to talk about\b|\b(?:fine|good|happy|ok|okay) as (?:we|i)"
        r" (?:are|am)\b|\bbuild our own\b|\b(?:don'?t|do not) buy in\b|\bgive (?:it|this) a"
        r" miss\b|\bdisappoint\b|\b(?:ship has sailed|answer (?:is|remains|stays|will be)"
        r" (?:still )?(?:a )?no|decided against|decided not to|(?:can'?t|cannot|can not"
        r"|couldn'?t|don'?t|do not|fail to) (?:really )?(?:see|imagine|picture) (?:us|me|a|any"
        r"|how|it|the|much|why|where|that|this)|(?:can'?t|cannot|can not|couldn'?t) (?:afford"
        r"|justify)|cup of tea|nothing doing|no appetite|not (?:a )?(?:fan|bothered|fussed"
        r"|tempted|sold|going there|for now or later)|of (?:no|little) (?:use|interest|value"
        r"|benefit|relevance)|no intention|no desire|leave (?:it|things|well) (?:as|alone|there)"
        r"|happy (?:where|as|with how)|got burnt|got burned|been there,? done that|order book"
        r"|too (?:small|expensive|old)|not (?:currently |actively )?(?:seeking|looking"
        r"|shopping))\b|(?:,|but|so|-|:|the answer is|it'?s|is) (?:still )?(?:no|nope|nah)(?:"
        r" (?:thanks|thank you|from (?:me|us)))?[.! ]*$",
        unless=r"budget (?:left )?(?:this|until|for this|till)|not a priority (?:this|right|now|at"
        r"|for us this)|take (?:it|this) up with|not looking (?:at|forward)|who .{0,20} no\b"
        r"|(?:right|correct) no\b",
    ),
    _r(
        "no.enough",
        _I.NOT_INTERESTED,
        0.82,
        r"\b(?:have|has|get|got|getting|with) (?:all|enough|plenty|everything|more than enough|quite"
        r" enough|as (?:much|many)|more (?:work|orders|business|customers|clients) than)\b"
        r"|\b(?:waiting list|wait list|fully booked|booked (?:up|out|solid)|at capacity|sold out"
        r"|oversubscribed|busy enough|no shortage|enough (?:work|customers|clients|business"
        r"|orders|on))\b|\bflattered\b|\b(?:na+h|no+pe?|nei)\b[.! ]*$|\b(?:we|i)(?:'re| are|'m|"
        r" am) (?:a )?(?:closed|private) (?:shop|list|circle)\b|\b(?:don'?t|do not|doesn'?t)"
        r" (?:chase|seek|look for|want|need|take on) (?:growth|new (?:customers|clients"
        r"|business)|more)|\bstick to (?:what|our|the)\b|\bnot for sale\b",
        unless=r"have (?:all|everything) (?:the )?(?:details|info)|enough of (?:these|this|your)|had"
        r" enough|wait(?:ing)? list (?:for|us)|enough (?:emails|mails)",
    ),
    _r(
        "no.dismissive",
        _I.NOT_INTERESTED,
        0.72,
        r"\b(?:save (?:your|yourself|you|us)|don'?t (?:waste|bother|get your hopes|trouble)|waste of"
        r"|wasting (?:your|my|our)|nice try|dream on|not a chance|no chance|fat chance|no way"
        r"|hell no|over my dead|when hell|pigs (?:might|can|fly)|not (?:gonna|going to|likely"
        r" to) (?:happen|work)|good luck (?:with|elsewhere|finding|in|to)|best of luck|all the"
        r" best (?:with|in)|wish you (?:all|the|every|well|luck|success)|thanks but|thank you"
        r" but|appreciate (?:you|the|your|it) (?:\w+ ){0,4}?(?:but|though)|look elsewhere"
        r"|somewhere else|try elsewhere|yeah right|as if|not today|not on your|unlikely|didn'?t"
        r" work out|doesn'?t (?:work|fit|suit|make sense)|(?:a )?villa in|pony|would rather"
        r" (?:it|we|not)|rather not)\b",
        unless=r"don'?t bother (?:me|us)|should (?:ask|contact|speak|talk)|wrong|thanks but (?:i"
        r"|that)|know who",
    ),
)

_WRONG_PERSON = (
    _r(
        "wrong.not_me",
        _I.WRONG_PERSON,
        0.85,
        r"\b(?:not|isn'?t|ain'?t|aint|never|wasn'?t|neither)\b (?:\w+ ){0,2}?(?:me\b|(?:my|our)"
        r" (?:area|department|dept|job|field|remit|role|thing|patch|lane|bag|call|responsibility"
        r"|domain|side|circus|place|business|decision|line|world|desk|division|territory"
        r"|function|turf|beat|end|forte|expertise|wheelhouse|section|team)|(?:in|within|under"
        r"|part of|on) my (?:\w+)|the (?:right|correct|best|appropriate|proper|relevant) (?:\w+"
        r" )?(?:person|one|contact|place|address|department|guy|man|woman|desk|inbox|company"
        r"|mailbox|people|port)|mine)\b|^n(?:ope|ah|o)?,? (?:that'?s )?not me\b|\bwrong (?:\w+"
        r" )?(?:person|guy|man|woman|lady|department|dept|address|company|place|desk|e-?mail"
        r"|number|tree|one|team|office|firm|school|business|contact|recipient|door|end|bloke"
        r"|chap|fella|town|country|inbox|organi[sz]ation|\w+)\b|\bbarking up\b|\bout(?:side)?"
        r" (?:of )?my (?:\w+ )?(?:remit|area|scope|lane|role|responsibilit\w+|department|field"
        r"|jurisdiction)\b",
        unless=r"not (?:just|only) me|wrong (?:time|moment|timing)|(?:don'?t|do not) get me wrong"
        r"|nothing wrong|went wrong|not in my (?:budget|plans)|never (?:contact|e-?mail|write)"
        r"|what'?s wrong|not on my (?:list|radar|agenda)",
    ),
    _r(
        "wrong.nothing_to_do",
        _I.WRONG_PERSON,
        0.85,
        r"\b(?:nothing|not(?:hing)?|{nt}|no longer anything|never had anything|anything) (?:\w+ )?to"
        r" do with (?:me|us|that|this|it|sales|any|the|selling|commercial|our)\b|\bhave no"
        r" (?:involvement|dealings|say|part|connection|influence|visibility)\b|\b(?:not|{nt}|no"
        r" longer|never) (?:[\w']+ ){0,2}?(?:involved|responsible|in charge|deal(?:ing)?(?:"
        r" with)?(?! (?:this|it|that) (?:before|until|now|right))|handl(?:e|ing)|work(?:ing)?"
        r" (?:in|on|with) (?:that|sales|commercial|this)|cover(?:ing)?|look(?:ing)? after"
        r"|manag(?:e|ing)|respons\w+|cover|do (?:sales|that|this|selling|any)|touch|part of"
        r" (?:that|the sales|sales))\b",
        unless=r"don'?t (?:handle|manage) (?:well|rejection)|not (?:deal|work)\w* with (?:agencies"
        r"|vendors|cold|outside|external|third)|won'?t",
    ),
    _r(
        "wrong.do_not_know",
        _I.WRONG_PERSON,
        0.82,
        r"\b(?:no|not? a|haven'?t (?:a|the|got a)|without a|absolutely no|not the) (?:\w+ )?(?:idea"
        r"|clue|inkling|notion|foggiest|faintest|scooby)\b|\b(?:don'?t|dont|do not|wouldn'?t"
        r"|couldn'?t|not sure|unsure|can'?t|cannot|never|unable to|not able to|hard to) (?:\w+"
        r" ){0,2}?(?:know|knows|tell(?: you)?|say|think of|point you|direct you|advise|suggest"
        r"|recommend)\b[^\n]{0,30}\b(?:who|whom|anybody|anyone|where|person|that|this|him|her"
        r"|well enough|anywhere)\b|\bwouldn'?t know\b|\bi (?:don'?t|do not|dont) know[.,! ]*(?:$"
        r"|sorry)|\b(?:not sure|unsure|dunno|idk|beats me|search me|haven'?t a clue|who"
        r" knows)\b(?!.{0,20}(?:interest|what you|we need))|\b(?:can(?:'t|not| not)|unable to"
        r"|not able to|not going to be able to|won'?t be able to|couldn'?t) (?:really |possibly"
        r" )?(?:help|assist)\b|\bno help\b|\bof no (?:help|use) to you\b|\bnot (?:much|any)"
        r" (?:help|use)\b|\bi(?:'d| would) rather not (?:volunteer|name|give|say|share)",
        unless=r"no idea (?:what|how|why) you|not sure (?:what|how|if (?:we|it|this)|we|it|this)"
        r"|can'?t help (?:but|feeling|wondering|myself|thinking)|don'?t know what",
    ),
    _r(
        "wrong.elsewhere",
        _I.WRONG_PERSON,
        0.8,
        r"\byou(?:'?ve| have|'?re| are)? (?:e-?mailed|e-?mailing|reached|got|contacted|written to"
        r"|writing to|found|through to|come through to) (?:the|a|an|some|our|my) (?!contact"
        r"|address|e-?mail|details|name|number|right|correct|head|sales|owner|manager|director"
        r"|boss|person|one|man|woman|guy|commercial|founder|best|perfect|point|good|great"
        r"|interesting|response|reply|answer|deal|list|few)\w+|\bring a bell\b|\bmust be"
        r" (?:someone|somebody) else\b|\bi don'?t make (?:those|these|such|any|that)\b|\bi(?:'ve"
        r"| have)? (?:no|got no) (?:say|information|info|knowledge|involvement|part|role|view"
        r"|visibility|insight)\b|\bwant someone else\b|\bi only (?:handle|do|deal|work|answer"
        r"|manage|look|take|process|run|see)\b|\bi (?:sweep|teach|clean|cook|drive|weld|paint"
        r"|repair|nurse|guard|deliver|study|mow|serve)\b|\b(?:on secondment|just visiting"
        r"|database is out of date|out of date|haven'?t done (?:sales|that) since|no such"
        r" (?:department|person|team|thing)|no one for that|nobody for that|wrong end of)\b"
        r"|\bi'?m in (?:r&d|research|accounts|finance|hr|it|legal|production|logistics"
        r"|engineering|support|operations|payroll|training|facilities|quality|the (?:lab|kitchen"
        r"|workshop|warehouse|factory|canteen|post ?room))\b|\bthis is the (?:vet|dentist|doctor"
        r"|school|lab|warehouse|kitchen|workshop|library|clinic|surgery|church|canteen)\b"
        r"|\bcan'?t say\b|\babove my (?:pay ?grade|station)\b|\b(?:don'?t|do not|dont) know"
        r" who(?:se|m)?\b|\b(?:a )?different (?:\w+ ){1,2}(?:i think|i guess|i suspect|entirely"
        r"|altogether|perhaps)|\bwant a different\b|\bdrawn? a blank\b|\bonly the (?:landlord"
        r"|tenant|cleaner|caretaker|neighbou?r|driver|messenger|receptionist|owner of the"
        r" building)\b|\b(?:got|come|came|been put|get) through to\b(?! (?:the right|me))"
        r"|\b(?:don'?t|do not|never) (?:even )?work (?:there|for them|at \w+|for that)\b(?!"
        r" (?:\w+ ){0,2}(?:any ?more|any longer))|\bi'?m (?:just |only )?(?:a|an) (?:customer"
        r"|client|supplier|visitor|guest|tenant|neighbou?r|patient|shareholder|board member"
        r"|volunteer)\b|\bthis (?:mailbox|inbox|address|e-?mail|line|number|account|desk) is"
        r" (?:only |just |solely |strictly |reserved |meant )*for\b|\bno (?:use|good|help) to"
        r" you\b|\bnot operational\b|\bwe (?:don'?t|do not) (?:sell|deal|do (?:sales|that"
        r"|this))\b|\bnot at liberty\b|\bcan'?t give out\b",
        unless=r"\bi only (?:handle|do|deal) (?:with )?(?:sales|commercial)|can'?t say (?:that"
        r" )?(?:i|we)|\byou(?:'ll)? want to (?:talk|speak)",
    ),
    _r(
        "wrong.my_job",
        _I.WRONG_PERSON,
        0.55,
        r"\b(?:i(?:'m| am|m)|this is|you(?:'ve| have) (?:reached|come through to|got)|i work (?:in"
        r"|for|as)|i do|i only|i just|i run|only)\b (?:\w+ ){0,4}?(?:accounts|accountant"
        r"|accounting|finance|bookkeep\w+|payroll|hr|human resources|it\b(?! (?:is|was|for|all"
        r"|myself|ok))|it support|engineer\w*|technician|tech|intern|receptionist|reception"
        r"|teacher|driver|designer|nurse|doctor|lawyer|apprentice|student|trainee|warehouse"
        r"|logistics|production|maintenance|mechanic|cleaner|security|porter|janitor|chef|cook"
        r"|gardener|quality|lab|research\w*|developer|programmer|librarian|registry|registrar"
        r"|caretaker|saturdays|welder|electrician|admin(?:istrator)?|assistant|secretary|temp"
        r"|volunteer|editor|purchasing|procurement|buyer|legal|compliance|safety|service|support"
        r"|store|shop floor|night shift|part[- ]?time|new (?:here|starter)|freelancer?"
        r"|contractor|consultant)\b",
        unless=r"\bi'?m (?:afraid|sorry|happy|glad|not sure|interested|flattered|sure|curious)\b"
        r"|sales|engineering (?:company|firm)",
    ),
    _r(
        "wrong.organisation",
        _I.WRONG_PERSON,
        0.75,
        r"\b(?:we(?:'re| are)|this is|it'?s|i(?:'m| am)|you(?:'ve| have) reached)(?: just| only|"
        r" actually)? (?:a|an|the|just a|only a) (?:\w+ ){0,2}?(?:school|charity|church|library"
        r"|museum|hospital|private (?:person|individual|household|address|home|mailbox)"
        r"|university|college|parish|council|nursery|pensioner|retired|club|non-?profit|ngo"
        r"|clinic|surgery|care home|household|family|hobby\w*|foundation|monastery"
        r"|kindergarten)\b|\b(?:don'?t|do not|doesn'?t|no|haven'?t) (?:actually |really |even"
        r" )?(?:have|got|employ|run|there is|there'?s)? ?(?:a|any|such|much of a)? ?(?:sales"
        r" (?:team|function|department|force|people|staff|side|person)|such (?:person|department"
        r"|function)|one (?:for|doing) that|department)\b|\bmistak(?:en|e)\b|\bconfus(?:ed|ing)"
        r" (?:me|us) with\b|\bmix(?:ed|ing) (?:me|us) up\b|\b(?:meant|intended) for (?:a"
        r" different|someone|somebody|another)|\b(?:a different|another) (?:\w+ )?(?:of|with)"
        r" the same name\b|\bwrong number\b|\bdifferent (?:company|person|\w+ entirely)\b"
        r"|\bnever heard of\b",
        unless=r"by mistake i|my mistake|mistake me not",
    ),
    _r(
        "wrong.puzzled",
        _I.WRONG_PERSON,
        0.66,
        r"\b(?:not sure|no idea|don'?t know|dunno|can'?t think|wonder(?:ing)?|puzzled|confused"
        r"|unclear) (?:as to )?(?:how|why) (?:i|you|this|we|my|it)\b|\b(?:mistak(?:ing|en)"
        r"|mistook|confus(?:ing|ed)|mix(?:ing|ed)) (?:me|us) (?:up )?(?:for|with)\b|^(?:not|nor)"
        r" i\b|\bi look after (?:the |our )?(?:building|cleaning|garden|it\b|kids|children"
        r"|payroll|accounts|fleet|vans|facilit)\w*",
        unless=r"(?:got|have|obtained|found) (?:my|our)|how you (?:got|found|came)|interest",
    ),
    _r(
        "wrong.our_team_only",
        _I.WRONG_PERSON,
        0.76,
        r"\b(?:our|my|this|the) (?:department|team|unit|office|group|site|branch|desk|section"
        r"|division|lab|clinic|ward) (?:only|just|solely|merely|exclusively|is only|deals only"
        r"|does only|never|does not|doesn'?t|has no|has nothing)\b|\b(?:wouldn'?t|isn'?t|can'?t"
        r"|won'?t|never|wasn'?t|couldn'?t) (?:be|been) me\b|\b(?:don'?t|do not|know nothing|know"
        r" very little|know little)(?: really| actually)? (?:know )?(?:about )?(?:the |that "
        r"|their |our )?(?:commercial|sales|business) (?:side|team|people|part|end)\b|\bknow"
        r" (?:nothing|little|next to nothing) about\b|\b(?:suspect|must be|probably|looks like"
        r"|think (?:there'?s|it'?s|this is)|there(?:'s| is| has been)|clearly|obviously) (?:\w+"
        r" )?(?:an? )?(?:error|mistake|mix-?up|misunderstanding|confusion)\b|\b(?:in|by)"
        r" (?:error|mistake)\b|\bi'?m (?:the|a|an|just a|only a) (?:parish |local |retired "
        r"|school |village |head |junior |senior |stay-at-home )?(?:priest|vicar|vet|teacher"
        r"|pupil|nurse|doctor|dentist|plumber|farmer|writer|musician|artist|actor|student|widow"
        r"|mother|father|mum|dad|neighbou?r|babysitter|chef|waiter|driver|gardener|soldier"
        r"|officer|librarian|curator|midwife|carer|pharmacist|scientist|researcher|professor"
        r"|lecturer)\b|\byou(?:'?re| are) (?:writing|e-?mailing|talking|speaking|sending (?:this"
        r"|these)) to (?:a|an|the|our|someone|somebody) (?!right|correct|head|boss|owner|manager"
        r"|director|sales|person who|man who|woman who)\w+",
        unless=r"sent (?:it |this )?(?:by|in) (?:mistake|error) (?:but|so)|i (?:deleted|replied"
        r"|sent)|\bsales\b[^\n]{0,20}\bme\b",
    ),
    _r(
        "wrong.moved",
        _I.WRONG_PERSON,
        0.55,
        r"\b(?:moved|transferred|switched|changed|stepped|retired) (?:\w+ ){0,3}?(?:from|out of|over"
        r"|into|to|away|off|back)\b|\b(?:no longer|used to|not any ?more|formerly"
        r"|previously)\b[^\n]{0,30}\b(?:sales|role|team|department|position|responsible|deal|do"
        r" (?:that|this)|handle)",
        unless=r"moved (?:on|forward|to (?:later|next))|(?:left|quit) ",
    ),
)

_LEFT = (
    _r(
        "left.no_longer",
        _I.LEFT_COMPANY,
        0.92,
        r"\b(?:no longer|not|{nt}|nt|never|does ?nt|doesnt|isnt|hasn'?t|has not) (?:\w+"
        r" ){0,2}?(?:works?(?:ed|ing)?(?: (?:here|for us|with us|at (?:the|this|our)|for (?:the"
        r"|this|our)|for [a-z]+|at [a-z]+)| any ?more|(?= ?(?:[.,!;]|$)))|employed|with (?:us"
        r"|the (?:company|firm|business|organi[sz]ation|team)|our (?:company|firm"
        r"|organi[sz]ation))(?! on)|at (?:the company|this company|our company)|here(?: any"
        r" ?more| any longer)?(?= ?(?:[.,!;]|$| since| as of))|part of (?:the|our|this)"
        r" (?:company|team|firm|organi[sz]ation|business)|in (?:the|our) employ\w*|on (?:the"
        r"|our) (?:payroll|staff|team))",
        unless=r"\b(?:it|this|that|timing|which|link|number|approach|model|price|prices|these|those"
        r"|things?|everything|format|phone|e-?mail|works?|numbers|they)\b (?:just |really "
        r"|simply )?{nt}|\b(?:it|this|that|timing|model|which) (?:does|did) not|\b(?:i|we)"
        r" (?:don'?t|do not) work (?:with|for)|work(?:ing|s)? (?:with|on|in) (?:agencies|outside"
        r"|external|that|sales)|didn'?t work|doesn'?t work for (?:me|us)|not (?:interested"
        r"|looking)|does(?:n'?t| not) work (?:out|well|like)|it (?:does|did)|this (?:does|did)"
        r"|that (?:does|did)|i'?m not here",
    ),
    _r(
        "left.has_left",
        _I.LEFT_COMPANY,
        0.92,
        r"\b(?:he|she|they|who|i|(?:mr|mrs|ms|dr)\.? [\w'-]{1,25}|[\w'-]{1,25})(?: ?'?(?:s|ve|d)|"
        r" has| have| had| just| recently| sadly| unfortunately)*,? (?:left|quit|resigned"
        r"|departed|moved on|passed away|passed on(?! (?:to|your|the|it|this))|died|been let go"
        r"|been made redundant|been laid off|handed in|was let go|was laid off|stepped down"
        r"|parted (?:ways|company)|gone (?:to (?:work|another|a new)|from the company)|hung up"
        r" (?:his|her|my|their) \w+|moved to (?:a competitor|another (?:company|firm|employer"
        r"|job)|a (?:different|new) (?:company|firm|employer|job|role elsewhere))|found (?:a"
        r" )?new (?:job|position|role)|finished (?:here|up|last))\b(?! (?:it|this|that|a |an "
        r"|you|me|your|the (?:sales|room|door|old|message|details)|my (?:phone|number|card)"
        r"|because|side|handed|behind))",
        unless=r"since (?:he|she|they|\w+)(?:'ve| have| has)? (?:retired|left)|\b(?:right and"
        r"|nothing|time|weeks?|days?|months?|hours?|budget|money|what'?s|is|are|on the|turn|how"
        r"|anything|space|only|has|have) left\b|left (?:the (?:\w+ )?(?:sales|commercial)|sales"
        r"|hand|side|over|open|off|to (?:do|say)|in (?:the (?:pot|budget|tank|year)|this))|if"
        r" (?:he|she|they|you)|resigned to|moved on (?:to (?:another|a different) (?:supplier"
        r"|provider|solution))|we(?:'ve| have)? moved on",
    ),
    _r(
        "left.left_us",
        _I.LEFT_COMPANY,
        0.94,
        r"\b(?:took|accepted|taken|given) (?:voluntary )?(?:redundancy|a package|severance)\b|\bwent"
        r" (?:freelance|self-employed|solo|out on (?:his|her|their) own)\b|\b(?:don'?t|doesn'?t"
        r"|didn'?t|do not|does not|no longer) work (?:for|at|with) [^\n]{2,30} (?:any ?more|any"
        r" longer)\b|\bhas now left\b|^(?:he'?s |she'?s |they'?re )?gone[.! ]*$|\bnew job (?:in"
        r"|at|with|elsewhere)\b|\b(?:moved|gone|went|defected) (?:on )?to (?:a |another |our "
        r"|the )?(?:competitor|competition|rival)\b|\bnot been with us since\b|\bleft (?:us|the"
        r" (?:company|business|firm|organi[sz]ation|practice|group|team|school|bank)|our"
        r" (?:company|firm|team|organi[sz]ation)|here|in (?:january|february|march|april|may"
        r"|june|july|august|september|october|november|december|spring|summer|autumn|20\d\d)"
        r"|last (?:week|month|year|spring|summer|autumn|winter|{month})|at the (?:end|start"
        r"|beginning)|a (?:while|year|month|few|couple)|(?:\w+ ){1,2}(?:weeks?|months?|years?)"
        r" ago|for (?:pastures|a new|another|good))\b|\bno longer (?:works?|with|employed|at"
        r"|part|a member|holds?)\b(?! (?:deal|for me|me|interested))|\b(?:i|he|she|they)(?:'ve|"
        r" have|'s| has)? (?:since )?(?:changed (?:jobs|companies|employers?)|got(?:ten)? a new"
        r" job|found a new job|started (?:at|with) (?:a )?new|switched (?:jobs|companies))\b"
        r"|\b(?:was|is|were) (?:his|her|my|their) (?:very )?last (?:day|week)\b|\blast day"
        r" (?:was|at|with|here)\b|\bhanded in (?:his|her|my) notice\b",
        unless=r"months? left|no longer (?:with (?:sales|that)|part of (?:that|sales))|no longer at"
        r" (?:this|that) (?:number|desk|address)",
    ),
    _r(
        "left.retired",
        _I.LEFT_COMPANY,
        0.88,
        r"\bwe lost (?:him|her|[a-z]+) (?:in|last|to|this|earlier|suddenly|recently|a|two|three)\b"
        r"|\b(?:his|her) (?:funeral|widow|death|passing)\b|\b(?:he|she|they|i|who"
        r"|[\w'-]{1,25})(?:'ve|'s| has| have| is| are|'m| am| now)* (?:retired|(?:took|taken"
        r"|taking|in) (?:early )?retirement|passed away|deceased)\b(?! (?:from (?:the )?(?:sales"
        r"|that|commercial|this)))|\bretired (?:in|at|last|from (?:the (?:company|business|firm)"
        r"|work))\b|\bpassed away\b|\bsadly (?:died|passed)\b|\bthe late (?:mr|mrs|ms)\b"
        r"|\b(?:laid off|let go|made redundant|fired|sacked|dismissed)\b",
        unless=r"we lost (?:our|the|a) (?:\w+ )?(?:account|customer|client|contract|order|tender)"
        r"|since (?:he|she|they|\w+)(?:'ve| have| has)? (?:retired|left)|retired from (?:the"
        r" )?(?:sales|that|commercial|this) ?(?:side)?|semi-retired",
    ),
    _r(
        "left.quit_named",
        _I.LEFT_COMPANY,
        0.9,
        r"\b(?:taken|took|accepted|got|found|landed) (?:up )?(?:a|another|a new) (?:job|position"
        r"|post|role)\b|\b(?:been|long) gone\b|\bgone for (?:over|more|about|a|\d)|\bgot a"
        r" (?:new )?job (?:at|with|in|elsewhere)\b|\bmoved on from (?:there|them|\w+)\b|\b(?:was"
        r"|been) dismissed\b|\bleft our employ\w*\b|\bemigrated\b|\btook his seat\b|\bi (?:have "
        r"|'ve |just |recently |actually )*(?:quit|left|resigned from|departed|moved on from|no"
        r" longer work|finished (?:up )?at|parted ways with)\b|\bi'?ve (?:quit|left|moved on"
        r"|resigned|retired)\b",
        unless=r"left (?:it|this|that|a|you|your|the (?:sales|old|message)|my|sales|out)|quit"
        r" (?:sales|smoking)|moved on to|retired from the sales",
    ),
)

_HINTS = (
    # Next to nothing, and heard only where nothing else is said.
    _r(
        "hint.no",
        _I.NOT_INTERESTED,
        0.34,
        r"\b(?:not|no|never|none|nothing|neither|nor|without|rather|refus\w+|{nt}|unnecessary"
        r"|useless|pointless|enough|expensive)\b",
    ),
    _r(
        "hint.my_job",
        _I.WRONG_PERSON,
        0.31,
        r"^(?:(?:hi|hello|sorry|hmm|er|um|oh|ah)\b[,.!]? )*(?:i|i'?m|this is)\b(?: (?:only|just"
        r"|mostly|actually|am|are))* \w+",
        unless=r"\bi'?m (?:afraid|sorry|happy|glad|not sure|interested|flattered|sure|curious)\b"
        r"|\b(?:sales|commercial|interest\w*|call|send|talk|meet|love|like|would|could|will|can"
        r"|read|look|think|need|want|have)\b",
    ),
    _r(
        "hint.mine",
        _I.RIGHT_PERSON,
        0.36,
        r"\b(?:mine|my (?:area|job|desk|patch|call|baby|turf|team|department|remit|responsibility)"
        r"|myself|yours truly|at your service|on me|it'?s me|that'?s me|with me)\b",
        unless=r"\b(?:not|no longer|{nt}|never)\b",
    ),
    _r(
        "hint.later",
        _I.NOT_NOW,
        0.36,
        r"\b(?:early|later|wait|until|till|month|quarter|next|soon|yet|moment|eventually|someday"
        r"|postpone\w*|{season}|{month})\b",
        unless=r"\bno later\b|sooner or later",
    ),
    _r(
        "hint.yes",
        _I.INTERESTED,
        0.36,
        r"\b(?:yes|yep|sure|okay|curious|great|brilliant|welcome|meet|demo|price|pricing|cost|start"
        r"|reference|references|quote|sample|samples|try|trial|intrigu\w+|keen|details|info"
        r"|brochure|schedule|slot|calendar)\b",
        unless=r"\b(?:not|no|never|{nt})\b",
    ),
)

_BESIDE_THE_POINT = (
    _r(
        "other.newsletter",
        _I.OTHER,
        0.6,
        r"\b(?:you (?:are )?receiv(?:e|ing) this|view (?:this|it) in (?:your )?browser|manage"
        r" (?:your )?(?:preferences|subscription)|in this issue|webinar|newsletter|click here to"
        r" unsubscribe|privacy policy|unsubscribe:? (?:https?|here|from))\b",
    ),
    _r(
        "other.pitch",
        _I.OTHER,
        0.8,
        r"\bdear (?:business owner|sir ?/? ?madam|sirs|webmaster|website owner)\b|\b(?:first|1st)"
        r" page of (?:google|search)|\bsearch engine\b|\bseo (?:services?|expert|company)\b"
        r"|\b(?:leading|professional|reliable) (?:manufacturer|supplier|exporter|factory)\b"
        r"|\bbest (?:price|quality and)\b|\b(?:email|contact) (?:list|database) of\b|\bguest"
        r" post\b|\bbacklinks?\b|\b(?:lottery|inheritance|beneficiary|bitcoin"
        r"|crypto(?:currency)? invest)\w*\b|\bwe (?:are able to|can) (?:offer|provide|place|rank"
        r"|design|develop|supply) (?:you|your)\b|\bour (?:services|products|catalogue) include\b",
    ),
)

RULES = (
    *_OPT_OUT,
    *_REFERRAL,
    *_RIGHT_PERSON,
    *_INTERESTED,
    *_QUESTION,
    *_NOT_NOW,
    *_NOT_INTERESTED,
    *_WRONG_PERSON,
    *_LEFT,
    *_BESIDE_THE_POINT,
    *_HINTS,
)

AUTOMATIC = (
    _r("auto.absent", _I.OUT_OF_OFFICE, 0.9,
       r"\bout of (?:the |my )?office\b|\booo\b|\bout of town\b|\b(?:i'?m|i am|is|be|currently|am)"
       r" (?:currently |now |away |on |off |still |both )*(?:on )?(?:(?:my |an? |the"
       r" )?(?:extended |annual |summer |winter |paid |long |short |well[- ]deserved |family "
       r"|bank )*(?:leave|vacation|holidays?|pto|sabbatical|honeymoon|break|business trip|work"
       r" trip|site visit))\b|\b(?:annual|maternity|paternity|parental|sick|medical"
       r"|compassionate|bereavement|study|adoption|jury|military|family|personal) leave\b|\bmat"
       r" leave\b|\baway (?:from (?:the office|my desk|work|e-?mail|my computer)|on|until|till"
       r"|for|this|at|between|\d|[a-z]+day)\b|\b(?:i|we|he|she|office)(?:'m| am| will be|'ll be"
       r"|'re| are| is|'s) (?:currently |now |all )?(?:away|out|off|unavailable|closed|abroad"
       r"|offline|off sick|travel(?:l)?ing|unreachable|overseas)\b|\bnot (?:be )?(?:in|at work"
       r"|working|in the office|at my desk)(?: today| tomorrow| on| until| this| between| for)\b"
       r"|\bdo(?:n'?t| not) work on\b|\bpart[- ]time\b|\bout sick\b|\boff sick\b|\bgone"
       r" fishing\b|\bjury duty\b"),
    _r("auto.back", _I.OUT_OF_OFFICE, 0.75,
       r"\b(?:i(?:'ll| will)?|we(?:'ll| will)?|he|she|and|am|be|will be|'m|not) (?:\w+ )?(?:back"
       r"|return(?:ing)?|reachable|available again)\b[^\n]{0,20}(?:\b(?:on|in|at|by|until|from"
       r"|the)\b|\d|{weekday})|\bback (?:in the office|at (?:my desk|work)|on|{weekday}|online"
       r"|from (?:leave|vacation|holiday))\b|\breturn(?:ing)? (?:to (?:the office|work|my desk)"
       r"|on|{weekday}|date)\b|\b(?:re-?open|normal service resumes|resume)\w*\b|\b(?:limited|no"
       r"|intermittent|sporadic|little|irregular|restricted|patchy) (?:access|email|e-mail"
       r"|internet|connectivity|connection|signal|wifi)\b|\b(?:checking|reading|answering"
       r"|monitoring|access to) (?:my |e-?)?(?:mails?|messages?|inbox)\b|\b(?:in|during) (?:my"
       r"|his|her|our) absence\b|\bwhile (?:i(?:'m| am)|we(?:'re| are)|he|she) (?:away|out|off"
       r"|gone|on)\b|\b(?:respond|reply|get back|answer|attend)\w*[^\n]{0,40}\b(?:when|upon|on"
       r"|once|as soon as|after) (?:i|my|we|our) ?(?:\w+ )?(?:return|back|am back|get back)\b"
       r"|\bno return date\b|\bpatchy wifi\b|\bno signal\b|\bdelay(?:ed|s)? (?:in (?:my"
       r" )?)?(?:response|reply|replies)\b"),
    _r("auto.left", _I.LEFT_COMPANY, 0.92,
       r"\b(?:no longer|not|ceased to) (?:\w+ ){0,2}?(?:with|at|employed|work(?:ing|s)?|a member"
       r"|part of|associated)\b|\b(?:has|have|i|'ve|who) (?:now |since |recently |permanently"
       r" )*(?:left|retired|departed|resigned|moved on|passed away)\b(?! (?:a\b|the office (?:for"
       r"|early|today)|for the (?:day|weekend|week|holidays)))|\bleft (?:the (?:company|firm"
       r"|business|organi[sz]ation)|[a-z&.' -]{2,40} (?:on|as of|effective|in)\b)|\bmy last"
       r" day\b|\bwas my last\b|\bpermanently\b|\b(?:mailbox|e-?mail|address|account"
       r"|inbox)\b[^\n]{0,30}\b(?:no longer (?:\w+ )?(?:monitored|in use|active|valid|exists"
       r"|used|checked)|(?:been |be |is )?(?:closed|deactivated|disabled|deleted|discontinued"
       r"|retired))\b|\b(?:in|taken|took|into) (?:early )?retirement\b",
       unless=r"no longer (?:accept|support|available by phone)|not work(?:ing)? (?:on )?(?:mondays"
              r"|fridays|today|this week|until)|is not (?:actively )?monitored|do not reply"),
    _r("auto.received", _I.AUTO_ACKNOWLEDGEMENT, 0.82,
       r"\b(?:your|the|this|we(?:'ve| have)?|have|has been|been|was|successfully) (?:\w+ )?(?:{mail}"
       r"|ticket|case|submission|support request|correspondence|application|query|feedback"
       r"|form)?[^\n]{0,30}?\b(?:received|logged|registered|created|assigned|opened|recorded|in"
       r" the queue|queued|being (?:reviewed|processed|looked))\b|\b(?:acknowledge|confirm)\w*"
       r" (?:the )?receipt\b|\bautomatic receipt\b|\bgot your (?:{mail})\b|\bticket (?:#|number"
       r"|id|no)|\b(?:case|ticket|reference|request|incident) ?(?:#|number|no\.?|id|:)?"
       r" ?[#(]?[a-z]{0,4}-?\d{3,}|\btype your reply above\b"),
    _r("auto.will_answer", _I.AUTO_ACKNOWLEDGEMENT, 0.7,
       r"\b(?:thank you|thanks|many thanks) (?:so much |very much )?for (?:contacting|reaching out"
       r"|your (?:{mail}|interest|submission|query|patience)|getting in touch|writing|e-?mailing"
       r"|messaging|choosing)\b|\blovely to hear from you\b|\b(?:we|someone|somebody|a member"
       r"|one of|our|the|an?|and [a-z]+|team|agent|representative|colleague|polly or"
       r" jen)\b[^\n]{0,60}\b(?:will|'ll|aim to|shall|endeavou?r to|try to) (?:\w+ ){0,3}?(?:get"
       r" back|come back|be in touch|respond|reply|contact you|be in contact|answer|review"
       r"|follow up)\b|\bwithin (?:\d+|one|two|three|a few|the next) (?:-? ?\d+ )?(?:business"
       r"|working)? ?(?:hours?|days?)\b|\b(?:automated|automatic|auto-?generated|automatically)"
       r" (?:\w+ )?(?:note|message|reply|response|e-?mail|receipt|generated|notification"
       r"|acknowledg\w+)\b|\bdo not (?:reply|respond) (?:directly )?to this\b|\bnot monitored\b"
       r"|\bunmonitored\b|\bhours of operation\b|\bopening hours\b|\bour faqs?\b"),
    _r("auto.challenge", _I.CHALLENGE, 0.93,
       r"\b(?:verif\w+|confirm\w*|prove)\b[^\n]{0,50}\b(?:human|person|robot|real|not (?:a )?(?:spam"
       r"|bot)|sender|yourself|address)\b|\b(?:approved|allowed|trusted|verified|safe"
       r"|authori[sz]ed|known) (?:list of )?(?:senders?|correspondents?|contacts?)\b|\b(?:not"
       r"|{nt}|un)(?: yet)? ?(?:\w+ )?(?:known|recogni[sz]ed|whitelisted|a known) (?:sender"
       r"|correspondent|contact|address)?|\b(?:quarantin\w+|held|waiting|on hold|pending|blocked"
       r"|intercepted)\b[^\n]{0,80}\b(?:release|deliver\w*|confirm\w*|verif\w*|approv\w*|click"
       r"|because)\b|\bclick\b[^\n]{0,60}\b(?:deliver|release|confirm|verify|authenticate|let"
       r" (?:it|your))\b|\brelease my message\b|\bpermission required\b|\b(?:anti-?spam|spam"
       r" (?:filter|protection|blocker))\b[^\n]{0,80}\b(?:reply|click|confirm|verify|answer)\b"
       r"|\brequires? (?:that you )?verif\w+|\bwhitelist\w*\b|\bcaptcha\b|\bto (?:control"
       r"|prevent|reduce|combat|fight|stop) spam\b|\baction needed: your message\b|\bfill (?:out"
       r"|in) the short request form\b",
       unless=r"confirm (?:your )?(?:appointment|order|booking|receipt)"),
    _r("auto.address_changed", _I.AUTO_ACKNOWLEDGEMENT, 0.6,
       r"\b(?:my|our|new) (?:\w+ )?(?:e-?mail )?address (?:has (?:been )?changed|is now|will be"
       r"|changed)\b|\bnew e-?mail address\b|\bupdate your (?:address book|records|contacts?)\b"
       r"|\bchanged (?:my|our|their|its) (?:e-?mail )?(?:address|domain)\b"),
    *_BESIDE_THE_POINT,
)  # fmt: skip
