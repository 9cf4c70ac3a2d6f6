"""English: what people answer to "who handles sales?", and what their machines answer."""

from outreach.core.intents import Intent
from outreach.replies.rule import Lexicon

_L = Lexicon(
    {
        "mail": r"e-?mails?|mails?|messages?|notes?|letters?|enquir(?:y|ies)|inquir(?:y|ies)|requests?",
        "us": r"me|us|(?:my|our) \w+|this (?:e-?mail|address|inbox|mailbox|company|office)|either of us|any(?:one|body)|both of us|our (?:whole )?\w+",
        "write": r"e-?mail|mail|write|contact|message|call|phone|ring|text|bother|pester|approach|solicit|spam|chase|ping|hassle|disturb|follow up|reach out|get in touch",
        "writing": r"e-?mailing|mailing|writing|contacting|messaging|calling|phoning|ringing|texting|bothering|pestering|approaching|soliciting|spamming|chasing|pinging|hassling|disturbing|following up|reaching out|sending|bombarding|harassing|hounding|badgering|getting in touch",
        "nt": r"(?:do|does|did|is|was|are|were|ca|could|wo|would|should|have|has|had|ai|need)n'?t",
        "not": r"do not|{nt}|never|not|no longer",
        "month": r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?!\w)",
        "weekday": r"(?:mon|tues?|wed(?:nes)?|weds|thu(?:rs?)?|fri|satur|sun)(?:day)?s?",
        "season": r"spring|summer|autumn|fall|winter|christmas|xmas|easter|new year|holidays?|vacation|thanksgiving|year[- ]end|end of (?:the )?(?:year|quarter|month)|budget|busy season|q[1-4]",
        "sales": r"sales|selling|commercial|business dev\w*|new business|biz ?dev|revenue|growth|outbound|lead gen\w*|partnerships?|procurement of this kind|that(?: side| stuff| sort of thing| kind of thing| area)?|this|it|those|these|such (?:things|matters|decisions|requests|enquiries)|all (?:of )?(?:that|this|those)|everything",
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
        r"\A(?:please |pls )?(?:stop(?: (?:this|it|now|please|that|already|all))*|un-?sub\w*|remove(?: me)?(?: too| please)?|opt[- ]?(?:me )?out|take me off|delete(?: me)?|cease|desist|enough(?: already)?|off|leave me alone)(?:,? (?:{thanks}|now|immediately))*[.! ]*(?=\n|\Z)",
    ),
    _r(
        "optout.unsubscribe",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:un-? ?su(?:b|bs|sb|d)s?c?r\w*|unsuscri\w*|unsub\b|opt(?:ing|ed)?[- ](?:me |us )?out\b|opt-?out\b)",
        unless=r"no need to unsub|(?:not|{nt}) (?:want to |going to )?unsub|subscri\w+ to (?:our|my)",
    ),
    _r(
        "optout.remove_me",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:remov\w+|tak(?:e|ing)|drop|strike|cross|scratch|keep|count|leave|delet\w+|scrub|kick|pull|exclud\w+|get(?= (?:me|us) off)) (?:me|us|my (?:\w+ ){0,3}|our (?:\w+ ){0,3}|this (?:\w+ ){0,2}|both of us|all of us|everyone here|the above \w+) ?(?:too |also |please )?(?:off|from|out of)\b(?! the (?:thread|cc|loop|copy))",
        unless=r"off (?:guard|the (?:phone|hook|call))|from (?:here|there)|(?:her|his|their) name|\b(?:where|how) did",
    ),
    _r(
        "optout.remove_data",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:delet\w+|eras\w+|remov\w+|bin|lose|forget|purge|destroy|scrub|wipe|ditch|bury|discard) (?:me\b(?! (?:in|for))|my\b|our\b|all\b|any\b|this (?:address|e-?mail address|contact|number)|every\w* you)[^\n]{0,40}?(?:\b(?:address\w*|e-?mails?|details|data|name|number|info\w*|contacts?|record\w*|me)\b|[.!]|\Z)",
        unless=r"(?:her|his|their) name|my boss|our meeting",
    ),
    _r(
        "optout.remove_short",
        _I.UNSUBSCRIBE,
        0.93,
        r"(?:^|[.,;:!?-] |\band |\bplease |\bkindly |\bso )(?:remove me|delete me|delete it|delete this address|drop me)\b(?:,? (?:from|too|as well|please|pls|now|immediately|{thanks}))*[.! ]*(?:$|[,.;!-])",
        unless=r"delete it (?:if|when|once)|drop me (?:a|an|your|another)",
    ),
    _r(
        "optout.stop_writing",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:stop|quit|cease|desist from|refrain from|enough (?:of )?|give over|knock off|done with|sick of|tired of|fed up (?:with|of)|pack in) (?:\w+ ){0,2}?(?:{writing}|(?:the|these|this|those|your|all) (?:{mail}|spam|junk|nonsense))\b(?! (?:the wrong|to \w+ in|him|her|them))",
        unless=r"\b(?:don'?t|do not|never|can'?t|cannot|won'?t) (?:ever )?stop\b|before you stop|stop (?:by|over|in)\b",
    ),
    _r(
        "optout.stop_said",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:asked|told|telling|said|begging|times?)\b[^\n]{0,30}\b(?:to )?stop\b[.! ]*(?:$|,)|: stop[.! ]*$|\bmake (?:it|this|them|these) stop\b|\b(?:please|just|kindly|now|so) stop(?: (?:it|this|that|now|already|please|these|all))*[.! ]*$|^stop (?:it|this|that|now|already|please)[.! ]*$",
        unless=r"(?:train|bus|full|pit) stop",
    ),
    _r(
        "optout.sentence",
        _I.UNSUBSCRIBE,
        0.9,
        r"\bcease (?:all )?(?:contact|communication|this|these|your)\b|\boff the list\b|\bdelete us\b|\bgive up[.!]*$|^can (?:you|u) not[.?! ]*$|\b(?:appreciate|like|prefer|rather|ask|asking|request(?:ing)?|insist) (?:being|to be|be|on being) (?:removed|taken off|deleted|excluded|unsubscribed|left alone)|\bin ever hearing\b|\b(?:ever|again) hear(?:ing)? from (?:you|them|any|[A-Za-z]+) (?:again|ever)|\bhear(?:ing)? from \w+ again\b|\bpreference service\b|\bexclude me\b|\bstops now\b|\balways a no\b|^(?:please |pls |kindly |just |so |and )?(?:remove|unsubscribe|stop|delete|desist|cease|opt out|opt-out|unsub)[.! ]*$|\bdesist\b|\b(?:give it a rest|knock it off|cut it out|pack it in|leave off|drop it now)\b|\bplease stop(?=[,.;!:]| all| and|$)|\b(?:don'?t|do not|please don'?t|no need to|no point) (?:bother |even think (?:of|about) )(?:following up|replying|writing|contacting|e-?mailing|trying again|getting back|coming back|with (?:a|the) follow[- ]?up)",
        unless=r"\bif\b",
    ),
    _r(
        "optout.nobody_wishes",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:nobody|no ?one|none of us|neither of us|not one of us)\b[^\n]{0,40}\b(?:wish|want|like|care|need|ask|interested)\w* (?:to|in|for) (?:hear\w*|receiv\w*|be|get\w*|your|these|this)\b|\b(?:discontinue|suspend|halt|terminate|abandon|withhold)\b[^\n]{0,25}(?:{mail}|contact\w*|correspond\w*|communicat\w*|outreach)|\b(?:like|want|wish|love) (?:to (?:be |get |come ))?(?:taken |removed |struck )?(?:off|out) (?:it|this|that|of|your|the)\b|\bget (?:me|us) (?:off|out of)\b|\bout of your (?:crm|database|list|system|funnel|sequence|campaign|records|mailing)",
    ),
    _r(
        "optout.do_not_add",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:do not|don'?t|dont|never|not to) (?:ever |please )?(?:put|add|include|enter|enrol|sign|keep|place|have|store|use|share|sell) (?:me|us|my|our|this|any of)\b[^\n]{0,40}\b(?:in|into|on|onto|to|up|address|data|details|e-?mail|list|database|campaign|sequence)",
        unless=r"don'?t (?:have|use) (?:my|our) (?:own|e-?mail)",
    ),
    _r(
        "optout.do_not_wish",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:{not}|rather not|nor) (?:\w+ )?(?:want|wish|like|need|care|expect|agree|consent|prefer|appreciate)(?:ed)? (?:to |being )?(?:be )?(?:contacted|e-?mailed|approached|on (?:your|any|this|a)|called|messaged|solicited|hear(?:ing)? (?:from|any)|receiv\w+|get(?:ting)? (?:these|any|more|your|such)|added|included|part of (?:this|your|any))\b",
        unless=r"if you (?:do not|don'?t)",
    ),
    _r(
        "optout.do_not_write",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:{not})(?: (?:you|ever|be|to|want|wish|like|need|allow\w*|authori[sz]e\w*|welcome|appreciate|please|under any circumstances|again|any(?: more)?|further|keep|care|interested in|looking|dare|bother|even|think of|your|these|being|receiving|getting|all|have|or))* ?\b(?:{write}|(?:re)?send|receive|get|hear from|accept|{writing}|e-?mailed|contacted|approached|added|mailed)\b[^\n]{0,50}?\b(?:me|us|again|any ?more|further|here|anyone|anybody|this (?:address|company|office|mailbox|inbox)|(?:my|our) (?:address|team|staff|company|office|firm|colleagues|people|domain)|(?:these|such|your|more) (?:{mail}))\b",
        unless=r"hesitate|\bwhy (?:don'?t|not)|until|\btill\b|\bbefore\b|if (?:you|i|we) (?:do not|don'?t|haven'?t)|instead|don'?t (?:\w+ )?(?:get|receive) (?:many|much|that)|on (?:this|that|my) (?:number|phone|mobile)|did(?:n'?t| not) (?:get|receive|hear)|get (?:why|what|it|the|how)|not (?:sure|certain)|don'?t call,? (?:e-?mail|write)|unless|e-?mail(?:s)? (?:is|are) (?:pointless|useless)|(?:have|has)(?:n'?t| not) |rather than|does(?:n'?t| not) (?:get|receive)|(?:isn'?t|is not|are not|aren'?t) the|won'?t (?:be )?(?:get|receiv|hear)|can(?:no|')t (?:get|receiv)|get back to (?:me|us)|don'?t think",
    ),
    _r(
        "optout.do_not_write_bare",
        _I.UNSUBSCRIBE,
        0.85,
        r"(?:^|please |pls |kindly |and |so |just )(?:do not|don'?t|dont|never) (?:ever )?(?:{write})(?: (?:again|back|any ?more|please|pls))*[.! ]*$",
        unless=r"hesitate|call",
    ),
    _r(
        "optout.no_more",
        _I.UNSUBSCRIBE,
        0.93,
        r"\bno (?:more|further|additional|other) (?:\w+ )?(?:{mail}|contact|correspondence|follow[- ]?ups?|communications?|approaches|calls|solicitations?|spam|outreach|of (?:this|these|your))\b",
        unless=r"no more (?:e-?mails?|messages?) (?:until|before)|if no (?:more|further)",
    ),
    _r(
        "optout.the_last",
        _I.UNSUBSCRIBE,
        0.85,
        r"\b(?:(?:be|make|consider|is|was|as) (?:\w+ ){0,4}?(?:the|your|my) (?:very )?(?:last|final) (?:{mail}|one|contact|time|warning|of (?:these|those|this)))\b|\b(?:last|final) (?:warning|notice|{mail} (?:of|in) this)\b|\blet(?:'?s| us) (?:end|leave|stop) (?:it|this|things) (?:here|there|at that)",
        unless=r"your last (?:e-?mail|message|one) (?:went|was in|ended|landed)",
    ),
    _r(
        "optout.leave_alone",
        _I.UNSUBSCRIBE,
        0.93,
        r"\bleave (?:me|us|my \w+|our \w+) (?:alone|be|in peace|out of (?:it|this))\b|\bget lost\b|\bjog on\b|\bgo away\b|\b(?:piss|bugger|buzz|sod|f\S{1,3}k|naff|clear|push) off\b|\blose (?:my|our|this) (?:number|address|e-?mail|contact)|\bforget (?:that )?(?:i|we|you) (?:exist|ever|had|have)|\btake a hike\b|\bgo bother\b|\bdo one\b|\b(?:had|have had|'ve had|having) (?:quite |more than |about )?enough\b|\benough is enough\b|\bhave some respect\b|\bnot welcome\b|\bunwelcome\b|\bgive it a rest\b|\bget (?:a life|the hint|the message)\b|\btake the hint\b",
    ),
    _r(
        "optout.unsolicited",
        _I.UNSUBSCRIBE,
        0.72,
        r"\bunsolicited\b|\bjunk ?mail\b|\b(?:block|black|deny|ban)[- ]?list\b|\bspammers?\b|\b(?:this|that|it|your \w+) is (?:just |pure |plain )?spam\b|\bspam(?:ming)? (?:me|us|people)\b",
        unless=r"went (?:in)?to|in(?:to)? (?:my |the |our )?(?:spam|junk)|ended up|landed|not spam|sorry",
    ),
    _r(
        "optout.reported",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:report(?:ed|ing)?|flag(?:ged|ging)?|mark(?:ed|ing)?|block(?:ed|ing)?|blacklist\w*|filter(?:ed|ing)?|complain\w*|complaint)\b[^\n]{0,30}?\b(?:you\b|your (?:domain|address|e-?mails?|company|isp|provider|host\w*)|spam|junk|abuse|to the (?:ico|ftc|authorit\w+|regulator|dpa)|this (?:sender|e-?mail|address))",
        unless=r"report(?:s|ing)? (?:in)?to (?:me|our|the (?:ceo|cfo|coo|board|md|vp))|not (?:mark|block|report)|block(?:ed|ing)? (?:out|off)?(?: some)? time|our (?:filter|system|server|it)|by our",
    ),
    _r(
        "optout.blocked",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:you(?:'re| are|'ve been| have been)|your (?:\w+ )?(?:address|domain|e-?mails?|messages?) (?:is|are|has been|have been)) (?:now |being |going to be )?(?:blocked|blacklisted|reported|filtered|banned)|^(?:blocked|deleted|reported|block|delete)(?:,| and|[.!]|$)|\b(?:block|delete)[.,!]+ (?:block|delete|good ?bye|bye)|\b(?:keep|still) (?:getting|receiving) (?:these|your|this|them|e-?mails)",
    ),
    _r(
        "optout.law",
        _I.UNSUBSCRIBE,
        0.82,
        r"\bgdpr\b|\bcan-?spam\b|\bccpa\b|\bcasl\b|\bpecr\b|\bdata protection (?:act|law|regulation|authority|rights)|\bart(?:icle|\.)? ?(?:15|17|21)\b|right (?:to|of) (?:erasure|object\w*|be forgotten)|\bpersonal data\b|\b(?:under|breach of|violat\w+) (?:the )?(?:privacy|data|anti-?spam)|\b(?:the )?(?:ico|ftc|cnil)\b|information commissioner|do[- ]not[- ](?:contact|call|mail|e-?mail) list|suppression list",
        unless=r"gdpr (?:tool|compliance|software|officer|consult)|lawful basis|legal basis",
    ),
    _r(
        "optout.lawyer",
        _I.UNSUBSCRIBE,
        0.85,
        r"\b(?:my|our|the) (?:lawyers?|attorneys?|solicitors?|legal (?:team|department|counsel))\b[^\n]{0,60}\b(?:contact|hear|be in touch|fil\w+|letter|action|instruct|involve|pass)|\blegal (?:action|proceedings|steps|consequences)\b|\bcease[- ]and[- ]desist\b|\bharass(?:ment|ing)\b|\b(?:will|to|shall|gonna) sue\b|\bsue you|\btake you to court\b|(?:hear from|passed to|in the hands of) (?:my|our) (?:lawyers?|attorneys?|solicitors?|legal)|consider this (?:\w+ )?(?:notice|warning)",
    ),
    _r(
        "optout.consent",
        _I.UNSUBSCRIBE,
        0.8,
        r"\b(?:never|not|{nt}|nobody|no one)\b[^\n]{0,20}\b(?:sign(?:ed)? up|subscribed?|consent\w*|opt(?:ed)? in|agree[ds]? to (?:be|rec)|ask(?:ed)? (?:for|to (?:be|get|rec))|permission|authori[sz]\w+|request(?:ed)? (?:this|these|any|your))|\b(?:withdraw|revoke|no) (?:\w+ )?consent\b|\bwithout (?:my|our|any) (?:consent|permission)|\bobject to (?:the |any |your |this |you |being |further )*(?:process\w*|use|using|contact\w*|receiv\w+|market\w*|e-?mail\w*|mail\w*)|\bpermission to (?:e-?mail|contact|write|use)",
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
        r"\b(?:suggest|recommend|advise|try|by|worth|better off|consider) (?:\w+ )?(?:contacting|talking to|speaking (?:to|with)|writing to|reaching out to|asking|e-?mailing|calling|ringing|going (?:to|through))\b(?! (?:me|us)\b)|\b(?:talk|speak|chat|write|reach out|get in touch|get on|liaise|connect|check|start|have a word|touch base|take (?:it|this|that) up|pick (?:it|this) up) (?:directly |straight |instead )?(?:to|with)\b(?! (?:me|us|my|you|me directly)\b)",
        unless=r"\b(?:not|don'?t|never|no longer|want(?:ed)? to|like to|love to|happy to|good to|nice to|let'?s|can we|could we|i(?:'ll| will| can| have to| need to| must)) (?:\w+ )?(?:talk|speak|chat|write|get|reach|connect|check|touch)|(?:before|unless|if) (?:i|we|you)",
    ),
    _r(
        "referral.person_for",
        _I.REFERRAL,
        0.6,
        r"\b(?:right|best|correct|appropriate|better|proper|relevant|main|go-?to) (?:person|contact|point of contact|one|man|woman|guy|bet|placed|address|place|port of call)\b[^\n]{0,60}\b(?:is|would be|'d be|will be|:|=|to)\b|\byou(?:'ll| will|'d| would)? (?:want|need|be (?:wanting|needing|after|better off))\b|\byou(?:'re| are) (?:looking for|after)\b|(?:\bis|'s) the (?:person|one|man|woman|guy|lady|chap|contact)\b|\bthe (?:person|one|man|woman|guy|lady|chap) (?:you|who|for|to)\b|\bis (?:who|the (?:one|person|man|woman|guy|lady|chap)) you\b|\b(?:is|'s) your (?:man|woman|guy|contact|best bet)\b",
        unless=r"\b(?:i am|i'?m|that'?s me|me\b.{0,5}$)|not the (?:right|best|correct)|(?:who|whether|if) (?:is|you|i)|you(?:'ll| will)? need to (?:be|send|give|tell|provide|speak up)|do you (?:want|need)|what (?:do|are) you",
    ),
    _r(
        "referral.passed_on",
        _I.REFERRAL,
        0.9,
        r"\b(?:asked|told|instructed|got) [\w' .-]{2,30} to (?:get back|get in touch|contact you|reply|respond|write|call|ring|reach out|pick|take (?:it|this)|answer|look)|\b(?:passing|handing|putting|transferring|referring|connecting|pointing|sending|passed|handed|referred|put) you (?:on |over |through |across |along |straight )?(?:to|with|in touch with)\b|\b(?:forward(?:ed|ing)?|pass(?:ed|ing)?|hand(?:ed|ing)?|relay(?:ed|ing)?|sent|sending|shar(?:ed|ing)|put|escalat(?:ed|ing)|rout(?:ed|ing)|redirect(?:ed|ing)?|transferred) (?:this|it|that|your|the|them|on|along|over|these)\b[^\n]{0,50}?\b(?:to|with|on|along|in front of|past)\b(?! (?:me|us)\b)",
        unless=r"\b(?:before|if|unless|until|whether|when) (?:i|we|you)\b|\bwould i\b|\bwhat (?:would|am|should)\b|\b(?:to|for) me\b|not (?:be |been )?(?:forward|pass|read)|(?:can|could|would|should|may|might|cannot|can'?t|won'?t) (?:i |we |you )?(?:forward|pass)|forwarded me|passed (?:away|me)|sent (?:it|this|that|your \w+|these|the \w+) to (?:the wrong|which|what|junk|spam|trash|my)|sending (?:this|these|it|them) to (?:the|my|our|this|us)|sent to which",
    ),
    _r(
        "referral.passed_to_name",
        _I.REFERRAL,
        0.88,
        r"\b(?:dropped|posted|put|shared|flagged|raised|sent) (?:this|it|that|your \w+) (?:in|into|on|with|over|internally)\b[^\n]{0,40}\b(?:channel|team|group|slack|someone|desk|inbox|colleagues?|department)|\b(?:forward(?:ed|ing)|passed|passing|hand(?:ed|ing)|relay(?:ed|ing)|escalat(?:ed|ing)|cascad(?:ed|ing)|redirect(?:ed|ing)|sen(?:t|ding))(?: on| over| along)? to\b(?! (?:me|us|which|what|the wrong)\b)",
        unless=r"\bwould i\b|\bwhat\b|(?:was|were|been|is) sen(?:t|ding) to|\b(?:not|before|if (?:i|we|you)|unless|cannot|can'?t|won'?t)\b",
    ),
    _r(
        "referral.copying",
        _I.REFERRAL,
        0.75,
        r"(?:^|\b(?:i'?m|i am|i'?ve|i have|have|am|let me|i'?ll) )(?:just |also |now )?(?:add(?:ing|ed)?|cop(?:y|ying|ied)|loop(?:ing|ed)?(?: in)?|cc'?(?:ing|ed|d)|includ(?:ing|ed)|bring(?:ing)? in|connecting you|introduc(?:ing|e))\b|^\+ ?[a-z]|\b(?:in|on) (?:cc|copy)\b|\bcc'?d\b|\bcopied (?:in|here)\b|\bput (?:him|her|them) (?:on|in)\b|\breply[- ]all\b",
        unless=r"(?:not|before|if|unless) |additional|add(?:ing|ed)? (?:me|us|value|to that)",
    ),
    _r(
        "referral.ask_for",
        _I.REFERRAL,
        0.6,
        r"\b(?:ask (?:for|to speak)|try (?:asking )?|best (?:bet|off|ask)|ask\b|seek out|look up|track down|nudge|hunt down|find|ring\b|phone\b|call\b|ping\b|contact\b|e-?mail\b|drop\b|hit up\b|refer\b|direct\b|address\b|send (?:it|this|that|your \w+|all \w+|any \w+) to\b|go (?:through|via)\b)",
        unless=r"\b(?:me|us)\b|\b(?:not|don'?t|never|before|unless|let'?s)\b|(?:my|our|your|this) (?:e-?mail|address|mail|call|contact)|e-?mail (?:address|from)|\bcontacts?\b (?:list|details|you|was)|call (?:me|us)|\b(?:i|we)(?:'ll| will)? (?:ask|call|contact)|get in contact|point of contact|lost contact",
    ),
    _r(
        "referral.handles",
        _I.REFERRAL,
        0.55,
        r"\b(?:he|she|they|who|that'?s|colleague|manager|director|boss|partner|husband|wife|brother|sister|son|daughter|dad|mum|team|department|office|desk|[a-z]+) (?:handles?|runs?|manages?|leads?|heads?(?: up)?|oversees?|looks? after|deals? with|takes? care of|is (?:responsible|in charge|the one|your man|our)|does|owns|covers?|took (?:it|this|that|over)|has taken over|is taking over|decides?|makes? (?:those|these|the|all)|is handling|is running|is our|is the|is now)\b",
        unless=r"\bonly (?:handle|deal|do|run|manage|look)|(?:{nt}|not|never|no longer) (?:deal|handle|run|manage|do|cover|look|lead|own|take)|\b(?:i|we|you|nobody|no one|noone|who|it|this|that|there|which|what) (?:handles?|runs?|manages?|leads?|heads?|oversees?|looks?|deals?|takes?|does|owns?|covers?|is)\b|don'?t know|no (?:idea|clue)|not sure|wouldn'?t know|\bdoes ?n",
    ),
    _r(
        "referral.responsibility_of",
        _I.REFERRAL,
        0.6,
        r"\b(?:should|needs? to|has to|have to|must|ought to|will|would|can) (?:go|be (?:sent|addressed|directed|forwarded|made|raised)) (?:to|through|via|with)\b|\b(?:responsibility of|handled by|dealt with by|looked after by|managed by|run by|led by|sits? with|lies? with|goes? (?:to|through)|belongs? to|rests? with|down to|up to|in the hands of|falls? to|covered by|taken over by|gone to)\b(?! (?:me|us|my|you)\b)",
        unless=r"\bnot\b|(?:up|down) to (?:my|our|the) (?:eyes|neck|ears|minute|scratch)|up to (?:date|speed|now|you|\d)",
    ),
)

_RIGHT_PERSON = (
    _r(
        "right.me",
        _I.RIGHT_PERSON,
        0.93,
        r"^(?:\w+,? )?(?:(?:yes|yep|yeah|yup|ya|yah|yea|aye|hi|hello|indeed|correct|well|er|um|ok|sure)[,.!]? )*(?:(?:that|it|this)(?:'?s| is|'d be| would be|'ll be| will be)? )?(?:me|i do|i am|myself|yours truly|speaking|that'?s (?:right|correct)|guilty(?: as charged)?|present(?: and correct)?|here|moi|in person|it is|i am he|i am she|the very same|that is correct|ya|yes|yep|yup|yeah|correct|indeed|right)(?: (?:indeed|alright|here|yes|again|too|all right))*[.!) :]*(?:$|[,;-])",
        unless=r"\bnot\b|\b{nt}\b|left|gone|excuse",
    ),
    _r(
        "right.that_is_me",
        _I.RIGHT_PERSON,
        0.9,
        r"\b(?:that|it|this|which|sales|they|those|all|everything|responsible|charge)(?:'?s| is|'d be| would be|'ll be| will be| are| =|'re)? (?:all |still |also |just |only |probably |actually |indeed |both )?(?:me|yours truly|us two|myself)\b(?! (?:for|to|a|think))|\byours truly\b|\bguilty as charged\b|\bi(?:'d| would|'ll| will) be (?:the one|him|her|that person|your (?:man|woman|contact))|\bi(?:'m| am|m) (?:the (?:one|person|man|woman|guy|individual)|he|she|your (?:man|woman|guy|contact))\b(?! who (?:fix|clean|drive))|\blook(?:ing)? (?:no further|at (?:him|her))\b|\b(?:all|is|are|it'?s|down to|up to|with|to|on) (?:me|mine)(?: alone| only| these days| here| now| yes)?[.!) ]*$",
        unless=r"\bnot\b|\b{nt}\b|\b(?:call|ring|phone|write|mail|send|contact|e-?mail|talk|speak|let|tell|give|forwarded|sent|get back|nothing|sell|sold|show|came|come|reply|happy|it|this|new|news|wrong|interesting|useful|offer|add|catch|off|with) (?:\w+ )?(?:to |with |for )?me[.!) ]*$",
    ),
    _r(
        "right.found",
        _I.RIGHT_PERSON,
        0.9,
        r"\byou(?:'ve| have)? (?:reached|got|found|come through to|contacted|written to) the (?:head|sales|commercial|owner|manager|director|md|ceo|boss|person|one|founder)\b|\byou(?:'ve| have| did)? (?:already |just )?(?:found|got|reached|hit|contacted|come to|landed (?:on|at)|had|have|picked) (?:on )?(?:him|her|them|me|it|the (?:right|correct)|one)\b|\byou(?:'re| are|r| are already) (?:already )?(?:talking|speaking|writing|e-?mailing) (?:to|with) (?:him|her|them|the (?:right|man|woman)|me)\b|\bright (?:place|person|address|desk|door|one|inbox|mailbox|e-?mail|account|office|team|spot|guy|man|woman|lady)\b",
        unless=r"\bnot\b|\b{nt}\b|find|trying|hard|pass|isn'?t|who (?:is|the)|if|(?:right|correct) (?:person|one|contact|guy|man|woman|place|address) (?:is|would|to|for|at|will|here is|there)|once|know",
    ),
    _r(
        "right.i_handle",
        _I.RIGHT_PERSON,
        0.88,
        r"\b(?:i|we)(?: am|'m| personally| still| do| both| actually| basically| also| kinda| mostly| 'm)? (?:handle|run|manage|own|lead|head(?: up)?|oversee|look after|deal with|take care of|do|cover|supervise|direct|decide(?: on)?|sign off(?: on)?|make (?:the|all|those|these)|look(?:ing)? after|handling|running|managing|heading(?: up)?|leading|overseeing|have been (?:\w+ )?(?:running|heading|leading|managing|handling)|in charge of|responsible for|head of|the head of|your (?:man|woman|guy|person|contact)|call the shots)(?: (?:all |the |our |most |both |up |of |any |a |that |my ){0,3})?(?:{sales}|sales\w*|decisions?|number|[.!]|$|contact|(?:\w+ ){1,4}?(?:sales|commercial|business development|new business|revenue|growth)\b)",
        unless=r"ourselves|in-?house|\b(?:not|don'?t|do not|no longer|never|used to|didn'?t|{nt}|if|what|how|when|before)\b|i do (?:not|hope|have|think|know|read|wish|believe|see|want|need|understand|appreciate|recall)|do it (?:all )?(?:ourselves|in-house|internally)|we do (?:that|this|it|our|sales)",
    ),
    _r(
        "right.remit",
        _I.RIGHT_PERSON,
        0.88,
        r"\b(?:on|falls? on|lands? on|rests? on|sits? on) (?:my|our) (?:shoulders|desk|plate|lap|table|head)\b|\b(?:sits?|rests?|lies|stays?) with me\b|\bit'?s my (?:area|job|patch|department|thing|responsibility|call|turf|baby|domain)\b|\b(?:correct|right) (?:person|guy|man|woman|lady|one|contact|inbox|address)(?:,? (?:yes|indeed|here))?[.! ]*$|\b(?:that'?s|has|it'?s|it has|that has) been me\b|\bguess it'?s me\b|^(?:well,? )?me\b[.!]|\b(?:falls?|comes?|sits?|is|are|reports?|rests?|lies?|belongs?|lands?|ends? up|fits|goes) (?:\w+ )?(?:under|within|in|with|to|down to|up to|on|inside) (?:me\b|my (?:\w+ )?(?:group|remit|team|area|desk|department|responsibilit\w+|domain|purview|wing|watch|plate|lap|table|side|role|control|org\w*))|\b(?:is|are|'s|that'?s|=) (?:entirely |still |all |very much )?(?:my (?:job|area|department|dept|remit|patch|responsibility|role|team|baby|domain|thing|turf|call|decision|bag|field|brief|world|department)|mine)\b|\bmy (?:remit|responsibility|patch|baby|department)\b(?! (?:at|in) (?:my|a) (?:former|previous|last))|\bunder my (?:group|team|remit|wing)",
        unless=r"on my plate at|too much|\b(?:come|came|get|got|getting|report|reply|write|reach|back|speak|talk|listen|send|sent) (?:back )?(?:out )?(?:to|with) me|\b(?:not|isn'?t|ain'?t|no longer|never|aren'?t|wasn'?t)\b[^\n]{0,30}\b(?:me|my|mine)\b|used to be|outside|beyond|above|far from|asked|never",
    ),
    _r(
        "right.small_firm",
        _I.RIGHT_PERSON,
        0.8,
        r"\b(?:one|two|1|2)[- ](?:man|woman|person|people) (?:band|show|shop|company|outfit|operation)\b|\bi(?:'m| am) the (?:owner|boss|founder|director|md|only (?:one|person)|whole)\b|\bwear(?:s|ing)? (?:that|all the|every|many|the sales) hats?\b|\bthe buck stops (?:with me|here)\b|\bjust me\b|\bonly me\b",
        unless=r"\bnot\b(?! much)|\b{nt}\b",
    ),
    _r(
        "right.title",
        _I.RIGHT_PERSON,
        0.72,
        r"\bi(?:'m| am) (?:the |our |their |a |now the |currently the )?(?:\w+ ){0,2}?(?:sales|commercial|business development|revenue|bd|growth)(?: and \w+)? (?:director|manager|lead|head|officer|exec\w*|vp)\b|\bi(?:'m| am) (?:the |our )?(?:head|director|vp|chief|manager) of (?:sales|commercial|business|revenue|growth|new business)|\bi(?:'m| am) (?:the |a |our )?(?:cro|cco|managing director|md|ceo|owner|founder)\b",
        unless=r"\bnot\b|no longer|used to",
    ),
)

_INTERESTED = (
    _r(
        "interest.talk",
        _I.INTERESTED,
        0.85,
        r"\b(?:let'?s|lets|happy to|glad to|pleased to|would (?:love|like) to|'d (?:love|like|be (?:happy|glad|open|keen|up for|willing|interested))(?: to)?|love to|keen to|keen on|up for|open to|willing to|ready to|(?:we|i) (?:can|could)|shall we|can we|could we|should we|would be (?:happy|glad|good|great|worth|open)(?: to)?|available (?:for|to)|free (?:for|to)|worth) (?:(?:at least|have|having|do|doing|set up|arrange|book|schedule|jump on|hop on|get on|grab|fix|find|organi[sz]e|a|an|the|quick|short|brief|initial|intro\w*|first|20|15|30|10|five|ten|fifteen|twenty|thirty|minute|min|minutes|proper|little|some|time|for|to) ){0,7}(?:chat|talk|call|speak|meet(?:ing)?|discuss\w*|connect|convers\w+|demo|hear (?:more|what|about|you)|learn more|(?:take|have) a look|look at|coffee|zoom|teams|presentation|find out more|see (?:more|what|it|a)|explore|listen|know more)\b",
        unless=r"\b(?:speak|talk|chat|connect|discuss) (?:then|in (?:january|february|march|april|may|june|july|august|september|october|november|december|q\d|the)|after|next (?:year|quarter|month|spring))|\b(?:not|{nt}|never|no longer)\b|sister company|who would|colleague|someone who|anyone who",
    ),
    _r(
        "interest.tell_me",
        _I.INTERESTED,
        0.85,
        r"\b(?:i'?m|am|we'?re|got me|makes me|colou?r me|bit|quite|rather|very) curious\b|\b(?:short|long|quick) version\b|\bin[.! ]*$(?<=i'm in.)|\btalk to me\b|\btake it (?:further|from there)\b|\blet me see\b|\bhow soon (?:can|could) (?:you|we)\b|\bwhen (?:can|could) you (?:start|present|come|show|begin|deliver)\b|\bso,? yes\b|\btell (?:me|us) (?:a (?:bit|little) )?more\b|\b(?:like|love|want|keen|happy|interested|curious) to (?:know|hear|learn|find out|see|understand) (?:a (?:bit|little) )?(?:more|what you|about|how)\b|\bmore (?:info|information|details?) (?:please|would|on)\b|\b(?:go ahead|go on then|fire away|shoot|i'?m listening|i am listening|all ears|piqued my|got my (?:attention|interest)|you have my interest|curiosity|fire over|ping over|chuck (?:it|something) over|you have my attention|i'?m game|i'?ll bite|count me in|colou?r me|i'?m in[.! ]*$|hit me|intrigued|proceed|let'?s (?:do|hear) (?:it|this|that))\b",
        unless=r"about your company first|who you are|\bfirst\b ?\?|\bnot\b|\b{nt}\b|troubleshoot|before|shoot (?:me|us) down|tell me (?:more )?who",
    ),
    _r(
        "interest.sounds_good",
        _I.INTERESTED,
        0.78,
        r"\b(?:sounds?|looks?|could be|might be|this is|it'?s|that'?s|would be|seems?|quite|very) (?:\w+ )?(?:good|interesting|great|intriguing|useful|promising|relevant|helpful|of interest|handy|like (?:something|what|exactly)|worth|perfect|tempting|fun)\b|\b(?:i(?:'m| am)|we(?:'re| are)|am|are|would be|'d be|might be|could be|may be|definitely|certainly|very|quite|potentially) (?:\w+ )?interested\b|\binterested[.!, ]*(?:$|in (?:hearing|learning|seeing|a|your|this|talking|discussing))|\b(?:perfect|good|great|excellent|uncanny|impeccable) timing\b|\btiming is (?:\w+ )?(?:good|great|perfect|uncanny|spot)\b|\bglad you (?:wrote|asked|reached|got in touch|e-?mailed)\b|\bactively (?:looking|reviewing|searching)\b|\blooking (?:for|at|into) (?:exactly|something like|this|help|someone|solutions|options|ways)\b|\b(?:been|were|are|was) (?:actually )?(?:talking|thinking|reviewing|discussing|considering|looking)(?: about| at| into)? (?:this|exactly|something|just)\b|\breviewing (?:this|our)\b",
        unless=r"\bnot\b|\b{nt}\b|\bno\b|never|\bif\b.{0,25}interest|interesting,? but|in case|should (?:it|they)|whether|sounds (?:like )?(?:spam|a scam)|who (?:might|may|would|could)|anyone|nobody|isn|may be of interest|be interested either|but we",
    ),
    _r(
        "interest.send",
        _I.INTERESTED,
        0.85,
        r"\b(?:send|e-?mail|forward|share|drop|ping|shoot|fire|pop|mail|provide|let me have|give me|get me|supply|put|attach|could i (?:have|get|see)|can i (?:have|get|see)|may i (?:have|see)|have you got|do you have)\b[^\n]{0,45}?\b(?:deck|info|information|brochure|details|proposal|proposition|pric(?:ing|es?|e list)|rates?|quot(?:e|ation)|materials?|one[- ]?pager|one page|presentation|overview|examples?|case stud\w+|samples?|website|link|pdf|catalogue|specs?|summary|what you(?:'ve| have)? got|something|white ?paper|leaflet|literature|some(?:thing)? (?:to|over|through)|pack|portfolio|offer)\b|\b(?:send|ping|shoot|fire|e-?mail) (?:it|that|them|something|whatever|stuff|what you have|what you'?ve got) (?:over|across|through|along|to me|my way|on|here)\b|\bput it on one page\b",
        unless=r"\b(?:don'?t|do not|never|stop|no need to|not|{nt}|why) (?:\w+ ){0,3}(?:send|share|e-?mail)|keep sending|unsolicited|remove|to (?:her|him|them|my colleague)\b|did you send|contact details|my details|e-?mail (?:is|address|was)",
    ),
    _r(
        "interest.please_send",
        _I.INTERESTED,
        0.72,
        r"\b(?:please|pls|kindly|do|just|then|and|feel free to|you can|you may|yes|ok|sure|so),? (?:send|forward|share|e-?mail|provide|supply) (?:me |us |over |through |along |your |the |a |an |some |more |any |whatever |what )*\w{3,}|^send (?:me |us |over |your |the |a |some |more )*\w{3,}|\b(?:convince|impress|sell|pitch|surprise|try) me\b|\bsend (?:the )?numbers\b|\bsign me up\b|\b(?:trial|pilot|demo|walkthrough|showcase)\b|\bmore info\b",
        unless=r"\b(?:don'?t|do not|never|stop|no need|not|quit)\b|@|\bto (?:our|the|my|him|her|them|procurement|\w+ who)\b|by (?:post|fax)|(?:try|send) me (?:again|back|a reminder)|(?:your|this|these|all|any) (?:requests?|enquir\w+|messages?|mail|proposals?) (?:to|via|through)|send (?:any|every)thing like",
    ),
    _r(
        "interest.meet",
        _I.INTERESTED,
        0.72,
        r"\b(?:pop|come|drop|swing|call|stop|step) (?:in|by|over|round|around|up|along|down)\b[^\n]{0,40}\b(?:coffee|tea|office|chat|visit|see us|if you|when you|any ?time|show(?:room)?|workshop)|\b(?:\d{1,2}|five|ten|fifteen|twenty|thirty|half an hour|a few|couple of|an hour)[- ]?(?:min(?:ute)?s?)?\b[^\n]{0,14}\b(?:call|chat|min(?:ute)?s?|talk|slot|zoom)\b|\b(?:something|a date|a time|it|time|you|this) (?:in|into|on) (?:the|our|my|your) (?:diary|calendar)\b|\bhave (?:you )?(?:any )?availability\b|\bi'?ll give you (?:five|ten|\d+|a)|\b(?:can|could) do (?:a |an )?(?:\w+ )?(?:call|chat|{weekday}|tomorrow|morning|afternoon)|\bwell timed\b|\babout to (?:tender|start|launch|review|look)|\bin the market for\b|\blooking to (?:buy|change|replace|hire|improve|grow|expand)",
        unless=r"\b(?:{nt}|never|no)\b|\bnot (?:now|interested|sure|able|free|available|today)|years? ago|hours? (?:ago|later)|booth|stop by (?:your|the)|within|minutes? (?:ago|late)",
    ),
    _r(
        "interest.call_me",
        _I.INTERESTED,
        0.88,
        r"\b(?:call|ring|phone|buzz|bell|text|whatsapp|reach|get|catch|try) me\b(?! (?:off|that|a (?:liar|fool)|names))|\bgive (?:me|us) a (?:call|ring|bell|shout|buzz|tinkle)\b|\bcall my (?:desk|cell|mobile|office|direct|number|line)\b|\b(?:my|on my|the) (?:direct|cell|mobile|number|phone|line|desk)(?: line| number| phone)? (?:is|:)|\b(?:would|could|can|will|please) you (?:please )?(?:ring|call|phone)\b(?! (?:him|her|them))|\bpick up the phone\b",
        unless=r"\b(?:give (?:me|us) a (?:shout|call|ring|bell)) (?:in|next|after|when|once)\b|\b(?:don'?t|do not|never|stop|(?<!why )not|no)\b|(?:try|catch|get|reach) me (?:again |back )?(?:in|next|after|later|then|on|when|around)\b(?!.{0,20}\d{4})|until|how did you (?:get|reach)",
    ),
    _r(
        "interest.time",
        _I.INTERESTED,
        0.8,
        r"\b(?:{weekday}|tomorrow|today|next week|this week|later (?:today|this week)|the \d{1,2}(?:st|nd|rd|th)|\d{1,2} ?(?:am|pm)|\d{1,2}[:.]\d\d|mornings?|afternoons?|anytime|any time)\b[^\n]{0,30}?\b(?:works?|suits?|is (?:good|best|fine|free|ok)|are (?:good|best)|(?:would|could|might) (?:work|suit|do)|at \d|for me|ok\b|okay|good for)|\b(?:could|can|would|shall|should) (?:you|we) (?:do|make|manage|meet|talk|speak|schedule|book|set|arrange|find|grab|fix)\b[^\n]{0,25}(?:{weekday}|tomorrow|next|\d)|\b(?:when|what (?:days?|times?|dates?|slots?)|which days?|what does your (?:diary|calendar|week))\b[^\n]{0,40}\b(?:you|your|we|free|suit|available|works?|look)\b|\bare you (?:free|available|around)\b|\b(?:here'?s|use|grab|book|pick|find|see|my) (?:my |a |in |the |some )?(?:calendar|booking|calendly|diary|slot|time|link)\b|\bbooking link\b|\bcalendly\b|\bbook (?:a|some|in|me)\b|\bi(?:'m| am) (?:free|available|around)\b",
        unless=r"\b(?:can'?t|cannot|not|{nt})\b|(?:out|back|return\w*|away|holiday|leave|vacation|closed)\b|her calendar|his calendar|their calendar|when (?:you|we) (?:have|next|get|need)|not until|works? (?:for|at|in) (?:us|our)|she'?s|he'?s|he is|she is",
    ),
    _r(
        "interest.welcome",
        _I.INTERESTED,
        0.7,
        r"\b(?:could|can|would) you (?:please )?(?:present|demo|show|walk (?:me|us)|come (?:and|by|in|over|to)|visit|pitch)\b|\bcome back to (?:me|us) with\b|\b(?:two|three|some|a few|a couple of|your) (?:dates|times|slots)\b|\bvideo call\b|\bwe would welcome\b|\bwelcome (?:a|the|your) (?:call|presentation|proposal|chat|conversation)\b|\b(?:happy|open|willing|glad) to (?:listen|look|consider|help|hear|read)\b|\bwhy not\b|\bsure,? (?:why not|let'?s|happy|go|send|sounds)|\b(?:absolutely|definitely|yes please|yes,? please|by all means)\b|\bi'?ll (?:read|look at|take a look|have a look|listen)\b|\bget the ball rolling\b|\bnext steps?\b|\bset (?:it|this|something|that) up\b|\bwhat (?:do you (?:have in mind|propose|suggest)|have you got|are you offering|would you suggest|can you (?:do|offer))\b",
        unless=r"(?<!why )\bnot\b|\b{nt}\b|try (?:me|us|again) then|happy to (?:help|hear) (?:if|but)|pony",
    ),
)

_QUESTION = (
    _r(
        "question.about",
        _I.QUESTION,
        0.85,
        r"\bwhat(?:'?s| is| was| would be| are|s)? (?:this|it|that|your (?:\w+ )?(?:mail|message|call|enquiry|inquiry|request)|all this|the (?:\w+ )?(?:nature|purpose|subject|topic|reason|context))? ?(?:actually |exactly |all |really |specifically |it )?(?:about|regarding|concerning|in (?:regards?|relation|reference|connection) (?:to|with)|for|relat\w+|pertain\w+|of your|in aid of)\b|\b(?:about|regarding|concerning|in regards? to|re) what\b|\bwhat(?:'?s| is) (?:it|this)(?: all)? (?:about|for)\b|\bwhat (?:exactly |precisely |specifically )?(?:do|does|did|are|is|would|can|could) (?:it |that |this )?(?:you|your|they|\w+)\b[^\n]{0,40}\?|\bwhat (?:is|are) (?:it |that )?(?:you|you'?re|your)\b|\bwhat it'?s (?:for|about)|\bsales of what\b|\b(?:is|be|this) (?:regarding|about|concerning|re)[ .]*\?|\bwhat (?:kind|sort|type) of\b|\bwhat it (?:is|concerns)|\bis (?:it|this|that) about\b|\bin what (?:context|regard|capacity)|\bwhat company\b|\bof what\b",
        unless=r"what (?:can|could|may) i (?:do|help)|what does your (?:diary|calendar)|what (?:time|day)|no idea what|(?:don'?t|not) (?:know|care|sure) what|what are you (?:doing|up to) on|whatever",
    ),
    _r(
        "question.who_are_you",
        _I.QUESTION,
        0.85,
        r"\bwho (?:are|r|is|exactly (?:are|is)|do|am i)\b[^\n]{0,30}?\b(?:you|u|this|calling|writing|represent|speaking)\b|\bdo (?:i|we) know you\b|\bhave we (?:met|spoken|talked)\b|\band you are\b|\bwho are \w+ and\b|\b(?:which|what) (?:company|organi[sz]ation|firm|entity) (?:are|do|is)\b|\bon whose behalf\b|\b(?:you|this) (?:from|with) (?:which|what)|\bwho (?:sent|gave|referred|recommended|told|put)\b",
        unless=r"tell you who",
    ),
    _r(
        "question.source",
        _I.QUESTION,
        0.88,
        r"\b(?:where|how|who|from whom)\b[^\n]{0,25}\b(?:did|do|have|had|gave|has)\b[^\n]{0,12}\b(?:you|u|your \w+|they)?\b[^\n]{0,12}\b(?:get|got|find|found|come (?:by|across)|obtain\w*|source\w*|gave|acquire\w*|have|hear|pick)\b[^\n]{0,30}\b(?:my|our|this|the|me|us)\b|\bwhere (?:is|did) (?:this|my) (?:address|data|e-?mail|name)\b",
        unless=r"",
    ),
    _r(
        "question.price",
        _I.QUESTION,
        0.85,
        r"\bhow much (?:is|are|does|do|would|will|for|u|you)\b|\bwhat (?:does|do|would|will) (?:it|this|that|they|your \w+) (?:cost|charge|run)|\bwhat(?:'?s| is| are) (?:the|your) (?:price|cost|fee|fees|rate|rates|charges?|pricing|catch|terms)\b|\bhow (?:do|does) (?:it|this|you|your) (?:work|charge|price|differ|compare)\b|\bcosts?\?|\bprice\?|\bany references\b|\breferences\?",
        unless=r"how much (?:time|longer)",
    ),
    _r(
        "question.is_this",
        _I.QUESTION,
        0.78,
        r"(?:^|[,:;.-] |but |so |and |also )(?:is|are|was) (?:this|it|that|these|you|your \w+|u)\b[^\n]{0,110}\?|(?:^|[,:;.-] |but |so |and |first,? )(?:do|does|did|have|has|can|could|would|will|may|might) (?:you|u|your \w+|i ask|we)\b[^\n]{0,120}\?|(?:^|[,:;.-] |but |so |and )(?:why|which|how) [^\n]{2,110}\?",
        unless=r"\b(?:dates?|times?|slots?|a (?:\w+ )?call|meeting|diary)\b|\bwhat (?:can|could|may) i (?:do|help)|\bhow (?:can|could|may) i help|\b(?:present|demo|visit|come (?:by|in|over)|pick (?:this|it) up|chat|call me|send|free|available|{weekday}|tomorrow|next week|ring|remove|stop|unsubscribe|again in|later|another time|catch up|diary|try|get back|check|follow up|how many (?:times|more)|why (?:do|are|would) you (?:keep|still)|drop)\b",
    ),
    _r(
        "question.clarify",
        _I.QUESTION,
        0.78,
        r"\b(?:more|bit|little) (?:specific|context|detail|background|clarity)\b|\b(?:please|kindly|can you|could you|would you|pls) (?:\w+ )?(?:state|clarify|specify|explain|elaborate|confirm (?:who|what|which|your)|advise (?:what|who|which|on the)|indicate|identify|let (?:me|us) know (?:what|who|which|the (?:nature|reason|purpose)))\b|\bbefore (?:i|we) (?:pass|forward|give|put|send|hand|share|point|direct|connect|introduce|do)\b|\bneed to know (?:what|who|more)|\bdepends? (?:on )?(?:what|who|which|why)\b|\bjust tell (?:me|us) (?:what|who|why)\b|\bi don'?t (?:understand|follow|get) what\b|\bnot (?:clear|sure) what (?:you|this|it)\b|\bwhat you(?:'re| are) (?:selling|offering|after|proposing|asking|looking)\b",
        unless=r"",
    ),
    _r(
        "question.mark",
        _I.QUESTION,
        0.42,
        r"[a-z)\"']\?(?!\?)",
        unless=r"\bok\?|\bright\?|\bplease\?|(?:would|could|can|will) you (?:please )?(?:stop|remove|ring|call|send|take|not|delete)|what part of|how (?:many|dare)|^maybe|ask\b",
    ),
)

_NOT_NOW = (
    _r(
        "later.not_now",
        _I.NOT_NOW,
        0.82,
        r"\bnot (?:right |just |at |for )?(?:now|(?:the|this) (?:moment|minute|present|time)|present|currently|presently|yet|this (?:year|quarter|month|week|season|side)|(?:a|our|my|the|high|top) (?:\w+ )?(?:priority|focus)|the (?:right|best|ideal) (?:time|moment)|a (?:good|great|convenient) (?:time|moment))\b|\b(?:bad|wrong|awkward|poor|terrible|awful|tricky|busy|difficult|mad|hectic|crazy) (?:time|timing|moment|period)\b|\btiming (?:is|isn'?t|'s|could|is not)\b(?!.{0,12}(?:good|great|perfect|uncanny|impeccable))|\b(?:no|zero) (?:bandwidth|capacity|time|headspace)\b|\b(?:don'?t|do not|can'?t|cannot|haven'?t|won'?t)\b[^\n]{0,20}\b(?:bandwidth|capacity|headspace|time (?:for|right|at|now|this|to look)|look at (?:this|it|anything) (?:now|until|before|this)|think straight|take (?:this|it|anything) on)\b|\bfor (?:now|the (?:moment|time being))\b",
        unless=r"\bno,? (?:thanks|thank you|ta)\b|not now,? not ever|(?:not|{nt}) interested (?:now|at)|no (?:interest|need)|\bnever\b",
    ),
    _r(
        "later.busy",
        _I.NOT_NOW,
        0.75,
        r"\b(?:snowed under|swamped|slammed|flat out|inundated|snowed|buried|drowning|maxed out|stretched|run off (?:my|our) feet|rushed off|tied up|up to (?:my|our) (?:eyes|eyeballs|neck|ears)|heads?[- ]down|too busy|very busy|super busy|crazy busy|busy (?:until|till|with|at|right|this|season|period)|full to the (?:rafters|brim)|hands (?:are )?full|hectic|mid(?:dle of|way)|in the (?:middle|midst|thick) of|between (?:\w+ )?managers|peak season|year[- ]end)\b",
        unless=r"not (?:too |that )?busy",
    ),
    _r(
        "later.budget",
        _I.NOT_NOW,
        0.78,
        r"\b(?:budgets?|spend(?:ing)?|projects?|purchas\w+|everything|hiring|decisions?)\b[^\n]{0,25}\b(?:frozen|freeze|gone|closed|spent|on hold|allocated|used up|exhausted|paused|blown|set until|locked)\b|\b(?:on hold|on ice|(?:on the )?back ?burner|parked|park (?:this|it)|paused|put off|postpone\w*|shelved|hiring freeze|no budget (?:this|left|until|for this year)|out of budget)\b",
        unless=r"",
    ),
    _r(
        "later.come_back",
        _I.NOT_NOW,
        0.85,
        r"\b(?:try|ping|contact|call|e-?mail|write|chase|catch|hit|reach|get back|come back|check (?:back|in)|circle (?:back|round|around)|follow up|touch base|drop|speak|talk|revisit|reconnect|resend|knock|nudge|remind|reach out|get in touch|ask|pick (?:this|it) up|look at (?:this|it)|come to (?:this|it|that)|return|bother|poke|shout|reconvene|resurface|reappear)\b[^\n]{0,45}?\b(?:(?:again |back |then |then in |in |after |from |around |about |by |next |early |late |mid-?|beginning of |end of |start of |w/c |week of |come )?(?:{month}|{season}|the (?:new year|spring|summer|autumn|fall|winter|end of)|next (?:year|quarter|month|week|{season})|q[1-4]|20\d\d|\d{1,2}/\d{1,2}|(?:a |the )?(?:couple|few) (?:of )?(?:weeks|months|years|days)|(?:\d+|one|two|three|four|five|six|eight|nine|ten|twelve|a|another) (?:weeks?|fortnights?|months?|quarters?|years?)|a fortnight|half a year|(?:in )?the (?:second|first|third|fourth) (?:half|quarter))|then\b|another (?:time|day)|some other time|later|down the (?:line|road)|in due course|in the future|at a later)",
        unless=r"\b(?:stop|remove|unsubscribe|never)\b|\b(?:set up|book|schedule|arrange|have|a|quick|short|jump on|hop on) (?:\w+ )?(?:call|chat|talk)\b|(?:don'?t|do not) (?:\w+ )?(?:contact|e-?mail|write|call|get|reach|try) (?:me|us) again|talk (?:next week|tomorrow|later today)|speak (?:next week|tomorrow)|let'?s (?:talk|speak)|by all means no|left|moved|retired|call me|ring me",
    ),
    _r(
        "later.wait",
        _I.NOT_NOW,
        0.78,
        r"\b(?:(?:too|bit|little|rather|very) early|early days|still setting up|not ready yet|only just (?:started|opened)|dust (?:has )?settle\w*|find (?:our|my) feet|deal with this (?:before|until|right now)|look at this (?:before|until)|all hands|when i surface)|\b(?:fortnight|give (?:it|us|me) (?:\w+ ){0,3}(?:week|month|year|time|while)s?|too much on (?:my|our|the)|on (?:my|our) plate|not this side of|before (?:{month}|{season}|the new year|next)|(?:{season}|q[1-4]|this (?:month|quarter|season)|year end) is (?:always |just |pure )?(?:madness|chaos|crazy|hell|mad|manic|busy|hectic|a nightmare|impossible)|keep (?:me|us|my|our|you|this|it|your \w+) (?:\w+ )?on (?:file|record|the list)|next (?:financial |fiscal |calendar |school |budget )?(?:year|quarter|season)|(?:financial|fiscal|budget) year|restructur\w+|reorgani[sz]\w+|(?:moving|changing) (?:offices?|premises|systems)|office move|upside down|all over the place|in the thick|harvest|(?:wait|waiting) (?:till|until|for|a)|best (?:to )?wait|in due time|once (?:we|i|things|that|this|the)|as soon as (?:we|i|things|that|this)|when (?:things|it|we) (?:calm|settle|quiet|ease|slow|are less))\b",
        unless=r"\bonly just started (?:here|work|at|in|with)|\b(?:never|since the (?:reorg|restructur))\b|years? ago|before (?:you|i|we) (?:pass|give|send)|after the (?:reorg|restructur)\w*,? (?:this|it)",
    ),
    _r(
        "later.again",
        _I.NOT_NOW,
        0.72,
        r"\b(?:maybe|perhaps|possibly|might|could|may) (?:be )?(?:later|next|another time|in the future|some other time|some day|one day|again|in (?:a|the|q|{month}))\b|\b(?:later (?:on|in the year|this year|in|next)|some other time|another time|at a later (?:date|stage|time)|down the (?:line|road|track)|in due course|in the (?:near |not too distant |longer )?future|leave it (?:till|until|a|for|with me|for now)|until (?:after )?(?:the )?(?:{month}|{season}|next|then|the|20\d\d|w/c)|not (?:before|until|till)\b|(?:new one|it) opens|revisit (?:this|it|in)|bear (?:you|it|this) in mind|keep (?:you|this|it|your \w+) (?:in mind|on file))\b",
        unless=r"no (?:thanks|interest|need)|leave (?:it|this) (?:there|at that)|\bnever\b",
    ),
    _r(
        "later.holiday",
        _I.NOT_NOW,
        0.6,
        r"\b(?:on (?:holiday|vacation|leave|sick leave|maternity|the road)|back (?:on|in|from|at work|the)\b|till (?:then|the)|off (?:sick|until|till))",
        unless=r"back (?:in the day|on track|in (?:june|july))|get back (?:on|in)|came back|holiday (?:party|parks?)",
    ),
)

_NOT_INTERESTED = (
    _r(
        "no.not_interested",
        _I.NOT_INTERESTED,
        0.93,
        r"\b(?:not|{nt}|isn'?t|aren'?t|never|neither|no longer) (?:\w+ ){0,3}?(?:interested|of interest|keen)\b|\b(?:no|zero|without|lack of|little|absolutely no|not (?:of )?any) (?:\w+ )?interest\b|\buninterested\b|\bdisinterested\b|\bnot interest(?:ing|ed)\b",
        unless=r"if (?:you(?:'re| are)|it(?:'?s| is)) not interest",
    ),
    _r(
        "no.no_thanks",
        _I.NOT_INTERESTED,
        0.9,
        r"(?:^|[,.;:!-] |but |so )(?:it'?s a )?(?:no|nope|nah|naw)(?:t today)?(?:,| -|\.|!)? ?(?:many )?(?:thanks|thank you|thx|ta|cheers|ty|from (?:me|us))\b|\bthanks,? (?:but )?no(?:,? thanks)?\b|\bno,? (?:but )?thank(?:s| you)\b|^(?:no|nope|nah|pass|hard pass)[.! ]*$|\bit'?s a (?:firm |hard |polite |clear )?no\b|\b(?:the )?answer is no\b",
        unless=r"no thanks to",
    ),
    _r(
        "no.pass",
        _I.NOT_INTERESTED,
        0.88,
        r"\b(?:i'?ll|we'?ll|i will|we will|going to|gonna|have to|happy to|i'?d|we'?d|i|we|must|gotta|decided to|choose to|think i'?ll) (?:have to |just |respectfully |politely |kindly |gonna )?(?:pass|decline|sit this one out|give (?:it|this) a miss|skip|leave it)\b(?! (?:it|this|that|your|them|on to|you|along|the)(?! one| this)\b)|(?:^|[.!,] )(?:hard )?pass[.! ]*$|\bpass on (?:this|it|your offer)\b(?! to)|\b(?:respectfully|politely|kindly) (?:decline|pass)\b|\b(?:going|have|like|wish|want|forced) to decline\b|\bdecline (?:your|the|this)\b",
        unless=r"leave it (?:till|until|a |with|for)|pass (?:it|this|that|your)? ?(?:on )?to\b",
    ),
    _r(
        "no.we_are_good",
        _I.NOT_INTERESTED,
        0.85,
        r"\b(?:we(?:'re| are|re)|i(?:'m| am|m)|all|thanks but) (?:all |quite |really |very |pretty |perfectly |fully |already |currently |just |more than |thanks,? but )*(?:good|fine|ok|okay|set|sorted|happy|covered|content|satisfied|well (?:served|covered|looked|catered|supplied)|taken care of|(?:well )?provided for)\b(?! (?:to|for (?:a|the) (?:call|chat)|news|at|time))|\ball (?:set|good|sorted|covered)\b|\bhappy (?:with|as) (?:what|who|our|the|we|it|things|them|how)\b|\bcarry on as\b|\bstick(?:ing)? with (?:what|who|our|the)\b|\bwell (?:served|supplied|catered|covered|looked after)\b",
        unless=r"\bnot (?:too |very |all |quite )?(?:happy|good|fine|sorted)|good (?:at|time)|(?:sounds|looks|all) good[,.!] (?:let|send|call|see)|happy to",
    ),
    _r(
        "no.have_already",
        _I.NOT_INTERESTED,
        0.78,
        r"\b(?:already|currently|happily|long)\b[^\n]{0,25}\b(?:have|work(?:ing)?|use|using|got|partner\w*|covered|in place|with|served|supplier|provider|agency|contract|taken care|do (?:this|that)|sorted|signed|locked in)\b|\b(?:have|has|'ve|got|use|with) (?:\w+ ){0,3}?(?:in[- ]house|existing|preferred|own (?:people|team|guys|lads|staff)|long[- ]standing)\b|\b(?:do|handle|keep|manage)\b[^\n]{0,20}\bin-?house\b|\bgoes through (?:\w+ ){0,3}(?:distributors?|agents?|resellers?|wholesalers?)\b|\bin-?house\b|\bword of mouth\b",
        unless=r"already (?:told|said|asked|replied|answered|spoke|sent|forwarded|passed)|do you already",
    ),
    _r(
        "no.no_need",
        _I.NOT_INTERESTED,
        0.86,
        r"\b(?:no|not (?:any|a|much)|zero|don'?t (?:have|see) (?:any|a|the|much)?|have no|isn'?t (?:a|any)|without|hardly any) ?(?:\w+ )?(?:need|requirements?|demand|plans?|appetite|budget for|use(?! to you)|desire|intention|call|room|place|benefit|value|fit|scope)\b(?! to (?:reply|respond|answer|apolog))|\b(?:don'?t|do not|doesn'?t|won'?t|wouldn'?t|never) (?:\w+ )?(?:need|want|require|use|buy|do|outsource|engage|work with|take on|see (?:a|the|any|how|this|it|us)|think (?:this|it|we|that)|believe|feel|like|plan|accept|entertain|deal with (?:agencies|vendors|cold)|respond to|apply)\b(?! to (?:be rude|stop you)|.{0,8}\bto know\b)|\bnothing (?:here |there |in it )?for (?:you|us|me)\b|\bnot (?:something|anything) (?:we|for|that|i(?!'?m| am| deal| handle| do| work))\b|\b(?:not|isn'?t|aren'?t|wasn'?t) (?:for|what|something|of) (?:us|me|we|that|use)\b|\b(?:rather|prefer to) (?:not|handle|do|keep|manage)[^\n]{0,25}\b(?:ourselves|in-?house|internally|own)\b|\b(?:handle|do|manage|run) (?:\w+ ){0,3}(?:ourselves|internally)\b|\b(?:tried|looked at|used|did) (?:this|it|that|one|these|something|similar|a few)\b[^\n]{0,40}\b(?:didn'?t|did not|before|last year|no luck|nowhere|never)\b|\b(?:going|have|want|like|afraid) to say no\b|\bsay(?:ing)? no\b|\bnot (?:looking|in the market|needed|required|relevant|necessary|applicable|a (?:good )?(?:fit|match)|convinced|worth|planning|considering|buying|taking|seeking|open|hiring|currently looking)\b",
        unless=r"\b(?:i|we) (?:don'?t|do not) (?:deal with (?:that|this|it|sales)|know|do (?:that|this|it|sales|the)|have (?:a|any) (?:sales|such)|think (?:i|i'?m|you(?:'ve| have)|that'?s (?:me|my)))|no need to (?:reply|respond)|want to (?:hear|receive|be (?:contacted|e-?mailed))|don'?t want (?:any|more|your|these)|right (?:person|contact|place|address)|\bwho\b|not (?:looking|open) (?:at (?:this|it) )?until|don'?t (?:like|want) to|don'?t need to (?:know|be)|do not use|don'?t use (?:this|the|my)|think straight|don'?t (?:really )?do e-?mail|don'?t work (?:with|in|on) (?:that|sales)|\bwhat\b.{0,20}\bneed\b",
    ),
    _r(
        "no.idiom",
        _I.NOT_INTERESTED,
        0.82,
        r"\bpolicy (?:of|not|is|against)\b[^\n]{0,30}\b(?:not|against|no|never)|\b(?:doesn'?t|does not|don'?t|do not|won'?t|wouldn'?t) (?:match|meet|suit|fit|serve|address|apply|benefit|concern) |\b(?:isn'?t|is not|not|won'?t be|never be) (?:\w+ )?(?:a )?priority\b|\brather (?:spend|keep|put|use|eat|have)\b|\bturned (?:\w+ ){0,5}?down\b|\b(?:shall|will|won'?t|would) not be (?:taking|proceeding|pursuing|needing|requiring|using)|\btak(?:e|ing) (?:it|you|this|that) up\b|\b(?:lost|no|cut|slashed|zero|without a?) (?:\w+ ){0,3}budget\b|\bnothing to talk about\b|\b(?:fine|good|happy|ok|okay) as (?:we|i) (?:are|am)\b|\bbuild our own\b|\b(?:don'?t|do not) buy in\b|\bgive (?:it|this) a miss\b|\bdisappoint\b|\b(?:ship has sailed|answer (?:is|remains|stays|will be) (?:still )?(?:a )?no|decided against|decided not to|(?:can'?t|cannot|can not|couldn'?t|don'?t|do not|fail to) (?:really )?(?:see|imagine|picture) (?:us|me|a|any|how|it|the|much|why|where|that|this)|(?:can'?t|cannot|can not|couldn'?t) (?:afford|justify)|cup of tea|nothing doing|no appetite|not (?:a )?(?:fan|bothered|fussed|tempted|sold|going there|for now or later)|of (?:no|little) (?:use|interest|value|benefit|relevance)|no intention|no desire|leave (?:it|things|well) (?:as|alone|there)|happy (?:where|as|with how)|got burnt|got burned|been there,? done that|order book|too (?:small|expensive|old)|not (?:currently |actively )?(?:seeking|looking|shopping))\b|(?:,|but|so|-|:|the answer is|it'?s|is) (?:still )?(?:no|nope|nah)(?: (?:thanks|thank you|from (?:me|us)))?[.! ]*$",
        unless=r"budget (?:left )?(?:this|until|for this|till)|not a priority (?:this|right|now|at|for us this)|take (?:it|this) up with|not looking (?:at|forward)|who .{0,20} no\b|(?:right|correct) no\b",
    ),
    _r(
        "no.dismissive",
        _I.NOT_INTERESTED,
        0.72,
        r"\b(?:save (?:your|yourself|you|us)|don'?t (?:waste|bother|get your hopes|trouble)|waste of|wasting (?:your|my|our)|nice try|dream on|not a chance|no chance|fat chance|no way|hell no|over my dead|when hell|pigs (?:might|can|fly)|not (?:gonna|going to|likely to) (?:happen|work)|good luck (?:with|elsewhere|finding|in|to)|best of luck|all the best (?:with|in)|wish you (?:all|the|every|well|luck|success)|thanks but|thank you but|appreciate (?:you|the|your|it) (?:\w+ ){0,4}?(?:but|though)|look elsewhere|somewhere else|try elsewhere|yeah right|as if|not today|not on your|unlikely|didn'?t work out|doesn'?t (?:work|fit|suit|make sense)|(?:a )?villa in|pony|would rather (?:it|we|not)|rather not)\b",
        unless=r"don'?t bother (?:me|us)|should (?:ask|contact|speak|talk)|wrong|thanks but (?:i|that)|know who",
    ),
)

_WRONG_PERSON = (
    _r(
        "wrong.not_me",
        _I.WRONG_PERSON,
        0.85,
        r"\b(?:not|isn'?t|ain'?t|aint|never|wasn'?t|neither)\b (?:\w+ ){0,2}?(?:me\b|(?:my|our) (?:area|department|dept|job|field|remit|role|thing|patch|lane|bag|call|responsibility|domain|side|circus|place|business|decision|line|world|desk|division|territory|function|turf|beat|end|forte|expertise|wheelhouse|section|team)|(?:in|within|under|part of|on) my (?:\w+)|the (?:right|correct|best|appropriate|proper|relevant) (?:\w+ )?(?:person|one|contact|place|address|department|guy|man|woman|desk|inbox|company|mailbox|people|port)|mine)\b|^n(?:ope|ah|o)?,? (?:that'?s )?not me\b|\bwrong (?:\w+ )?(?:person|guy|man|woman|lady|department|dept|address|company|place|desk|e-?mail|number|tree|one|team|office|firm|school|business|contact|recipient|door|end|bloke|chap|fella|town|country|inbox|organi[sz]ation|\w+)\b|\bbarking up\b|\bout(?:side)? (?:of )?my (?:\w+ )?(?:remit|area|scope|lane|role|responsibilit\w+|department|field|jurisdiction)\b",
        unless=r"not (?:just|only) me|wrong (?:time|moment|timing)|(?:don'?t|do not) get me wrong|nothing wrong|went wrong|not in my (?:budget|plans)|never (?:contact|e-?mail|write)|what'?s wrong|not on my (?:list|radar|agenda)",
    ),
    _r(
        "wrong.nothing_to_do",
        _I.WRONG_PERSON,
        0.85,
        r"\b(?:nothing|not(?:hing)?|{nt}|no longer anything|never had anything|anything) (?:\w+ )?to do with (?:me|us|that|this|it|sales|any|the|selling|commercial|our)\b|\bhave no (?:involvement|dealings|say|part|connection|influence|visibility)\b|\b(?:not|{nt}|no longer|never) (?:[\w']+ ){0,2}?(?:involved|responsible|in charge|deal(?:ing)?(?: with)?(?! (?:this|it|that) (?:before|until|now|right))|handl(?:e|ing)|work(?:ing)? (?:in|on|with) (?:that|sales|commercial|this)|cover(?:ing)?|look(?:ing)? after|manag(?:e|ing)|respons\w+|cover|do (?:sales|that|this|selling|any)|touch|part of (?:that|the sales|sales))\b",
        unless=r"don'?t (?:handle|manage) (?:well|rejection)|not (?:deal|work)\w* with (?:agencies|vendors|cold|outside|external|third)|won'?t",
    ),
    _r(
        "wrong.do_not_know",
        _I.WRONG_PERSON,
        0.82,
        r"\b(?:no|not? a|haven'?t (?:a|the|got a)|without a|absolutely no|not the) (?:\w+ )?(?:idea|clue|inkling|notion|foggiest|faintest|scooby)\b|\b(?:don'?t|dont|do not|wouldn'?t|couldn'?t|not sure|unsure|can'?t|cannot|never|unable to|not able to|hard to) (?:\w+ ){0,2}?(?:know|knows|tell(?: you)?|say|think of|point you|direct you|advise|suggest|recommend)\b[^\n]{0,30}\b(?:who|whom|anybody|anyone|where|person|that|this|him|her|well enough|anywhere)\b|\bwouldn'?t know\b|\bi (?:don'?t|do not|dont) know[.,! ]*(?:$|sorry)|\b(?:not sure|unsure|dunno|idk|beats me|search me|haven'?t a clue|who knows)\b(?!.{0,20}(?:interest|what you|we need))|\b(?:can(?:'t|not| not)|unable to|not able to|not going to be able to|won'?t be able to|couldn'?t) (?:really |possibly )?(?:help|assist)\b|\bno help\b|\bof no (?:help|use) to you\b|\bnot (?:much|any) (?:help|use)\b|\bi(?:'d| would) rather not (?:volunteer|name|give|say|share)",
        unless=r"no idea (?:what|how|why) you|not sure (?:what|how|if (?:we|it|this)|we|it|this)|can'?t help (?:but|feeling|wondering|myself|thinking)|don'?t know what",
    ),
    _r(
        "wrong.elsewhere",
        _I.WRONG_PERSON,
        0.8,
        r"\bi(?:'ve| have)? (?:no|got no) (?:say|information|info|knowledge|involvement|part|role|view|visibility|insight)\b|\bwant someone else\b|\bi only (?:handle|do|deal|work|answer|manage|look|take|process|run|see)\b|\bi (?:sweep|teach|clean|cook|drive|weld|paint|repair|nurse|guard|deliver|study|mow|serve)\b|\b(?:on secondment|just visiting|database is out of date|out of date|haven'?t done (?:sales|that) since|no such (?:department|person|team|thing)|no one for that|nobody for that|wrong end of)\b|\bi'?m in (?:r&d|research|accounts|finance|hr|it|legal|production|logistics|engineering|support|operations|payroll|training|facilities|quality|the (?:lab|kitchen|workshop|warehouse|factory|canteen|post ?room))\b|\bthis is the (?:vet|dentist|doctor|school|lab|warehouse|kitchen|workshop|library|clinic|surgery|church|canteen)\b|\bcan'?t say\b|\babove my (?:pay ?grade|station)\b|\b(?:don'?t|do not|dont) know who(?:se|m)?\b|\b(?:a )?different (?:\w+ ){1,2}(?:i think|i guess|i suspect|entirely|altogether|perhaps)|\bwant a different\b|\bdrawn? a blank\b|\bonly the (?:landlord|tenant|cleaner|caretaker|neighbou?r|driver|messenger|receptionist|owner of the building)\b|\b(?:got|come|came|been put|get) through to\b(?! (?:the right|me))|\b(?:don'?t|do not|never) (?:even )?work (?:there|for them|at \w+|for that)\b|\bi'?m (?:just |only )?(?:a|an) (?:customer|client|supplier|visitor|guest|tenant|neighbou?r|patient|shareholder|board member|volunteer)\b|\bthis (?:mailbox|inbox|address|e-?mail|line|number|account|desk) is (?:only |just |solely |strictly |reserved |meant )*for\b|\bno (?:use|good|help) to you\b|\bnot operational\b|\bwe (?:don'?t|do not) (?:sell|deal|do (?:sales|that|this))\b|\bnot at liberty\b|\bcan'?t give out\b",
        unless=r"\bi only (?:handle|do|deal) (?:with )?(?:sales|commercial)|can'?t say (?:that )?(?:i|we)|\byou(?:'ll)? want to (?:talk|speak)",
    ),
    _r(
        "wrong.my_job",
        _I.WRONG_PERSON,
        0.55,
        r"\b(?:i(?:'m| am|m)|this is|you(?:'ve| have) (?:reached|come through to|got)|i work (?:in|for|as)|i do|i only|i just|i run|only)\b (?:\w+ ){0,4}?(?:accounts|accountant|accounting|finance|bookkeep\w+|payroll|hr|human resources|it\b(?! (?:is|was|for|all|myself|ok))|it support|engineer\w*|technician|tech|intern|receptionist|reception|teacher|driver|designer|nurse|doctor|lawyer|apprentice|student|trainee|warehouse|logistics|production|maintenance|mechanic|cleaner|security|porter|janitor|chef|cook|gardener|quality|lab|research\w*|developer|programmer|librarian|registry|registrar|caretaker|saturdays|welder|electrician|admin(?:istrator)?|assistant|secretary|temp|volunteer|editor|purchasing|procurement|buyer|legal|compliance|safety|service|support|store|shop floor|night shift|part[- ]?time|new (?:here|starter)|freelancer?|contractor|consultant)\b",
        unless=r"sales|engineering (?:company|firm)",
    ),
    _r(
        "wrong.organisation",
        _I.WRONG_PERSON,
        0.75,
        r"\b(?:we(?:'re| are)|this is|it'?s|i(?:'m| am)|you(?:'ve| have) reached)(?: just| only| actually)? (?:a|an|the|just a|only a) (?:\w+ ){0,2}?(?:school|charity|church|library|museum|hospital|private (?:person|individual|household|address|home|mailbox)|university|college|parish|council|nursery|pensioner|retired|club|non-?profit|ngo|clinic|surgery|care home|household|family|hobby\w*|foundation|monastery|kindergarten)\b|\b(?:don'?t|do not|doesn'?t|no|haven'?t) (?:actually |really |even )?(?:have|got|employ|run|there is|there'?s)? ?(?:a|any|such|much of a)? ?(?:sales (?:team|function|department|force|people|staff|side|person)|such (?:person|department|function)|one (?:for|doing) that|department)\b|\bmistak(?:en|e)\b|\bconfus(?:ed|ing) (?:me|us) with\b|\bmix(?:ed|ing) (?:me|us) up\b|\b(?:meant|intended) for (?:a different|someone|somebody|another)|\b(?:a different|another) (?:\w+ )?(?:of|with) the same name\b|\bwrong number\b|\bdifferent (?:company|person|\w+ entirely)\b|\bnever heard of\b",
        unless=r"by mistake i|my mistake|mistake me not",
    ),
    _r(
        "wrong.puzzled",
        _I.WRONG_PERSON,
        0.66,
        r"\b(?:not sure|no idea|don'?t know|dunno|can'?t think|wonder(?:ing)?|puzzled|confused|unclear) (?:as to )?(?:how|why) (?:i|you|this|we|my|it)\b|\b(?:mistak(?:ing|en)|mistook|confus(?:ing|ed)|mix(?:ing|ed)) (?:me|us) (?:up )?(?:for|with)\b|^(?:not|nor) i\b|\bi look after (?:the |our )?(?:building|cleaning|garden|it\b|kids|children|payroll|accounts|fleet|vans|facilit)\w*",
        unless=r"(?:got|have|obtained|found) (?:my|our)|how you (?:got|found|came)|interest",
    ),
    _r(
        "wrong.moved",
        _I.WRONG_PERSON,
        0.55,
        r"\b(?:moved|transferred|switched|changed|stepped|retired) (?:\w+ ){0,3}?(?:from|out of|over|into|to|away|off|back)\b|\b(?:no longer|used to|not any ?more|formerly|previously)\b[^\n]{0,30}\b(?:sales|role|team|department|position|responsible|deal|do (?:that|this)|handle)",
        unless=r"moved (?:on|forward|to (?:later|next))|(?:left|quit) ",
    ),
)

_LEFT = (
    _r(
        "left.no_longer",
        _I.LEFT_COMPANY,
        0.92,
        r"\b(?:no longer|not|{nt}|nt|never|does ?nt|doesnt|isnt|hasn'?t|has not) (?:\w+ ){0,2}?(?:works?(?:ed|ing)?(?: (?:here|for us|with us|at (?:the|this|our)|for (?:the|this|our)|for [a-z]+|at [a-z]+)| any ?more|(?= ?(?:[.,!;]|$)))|employed|with (?:us|the (?:company|firm|business|organi[sz]ation|team)|our (?:company|firm|organi[sz]ation))(?! on)|at (?:the company|this company|our company)|here(?: any ?more| any longer)?(?= ?(?:[.,!;]|$| since| as of))|part of (?:the|our|this) (?:company|team|firm|organi[sz]ation|business)|in (?:the|our) employ\w*|on (?:the|our) (?:payroll|staff|team))",
        unless=r"\b(?:it|this|that|timing|which|link|number|approach|model|price|prices|these|those|things?|everything|format|phone|e-?mail|works?|numbers|they)\b (?:just |really |simply )?{nt}|\b(?:it|this|that|timing|model|which) (?:does|did) not|\b(?:i|we) (?:don'?t|do not) work (?:with|for)|work(?:ing|s)? (?:with|on|in) (?:agencies|outside|external|that|sales)|didn'?t work|doesn'?t work for (?:me|us)|not (?:interested|looking)|does(?:n'?t| not) work (?:out|well|like)|it (?:does|did)|this (?:does|did)|that (?:does|did)|i'?m not here",
    ),
    _r(
        "left.has_left",
        _I.LEFT_COMPANY,
        0.92,
        r"\b(?:he|she|they|who|i|(?:mr|mrs|ms|dr)\.? [\w'-]+|[\w'-]+)(?: ?'?(?:s|ve|d)| has| have| had| just| recently| sadly| unfortunately)*,? (?:left|quit|resigned|departed|moved on|passed away|passed on(?! (?:to|your|the|it|this))|died|been let go|been made redundant|been laid off|handed in|was let go|was laid off|stepped down|parted (?:ways|company)|gone (?:to (?:work|another|a new)|from the company)|hung up (?:his|her|my|their) \w+|moved to (?:a competitor|another (?:company|firm|employer|job)|a (?:different|new) (?:company|firm|employer|job|role elsewhere))|found (?:a )?new (?:job|position|role)|finished (?:here|up|last))\b(?! (?:it|this|that|a |an |you|me|your|the (?:sales|room|door|old|message|details)|my (?:phone|number|card)|because|side|handed|behind))",
        unless=r"since (?:he|she|they|\w+)(?:'ve| have| has)? (?:retired|left)|\b(?:right and|nothing|time|weeks?|days?|months?|hours?|budget|money|what'?s|is|are|on the|turn|how|anything|space|only|has|have) left\b|left (?:the (?:\w+ )?(?:sales|commercial)|sales|hand|side|over|open|off|to (?:do|say)|in (?:the (?:pot|budget|tank|year)|this))|if (?:he|she|they|you)|resigned to|moved on (?:to (?:another|a different) (?:supplier|provider|solution))|we(?:'ve| have)? moved on",
    ),
    _r(
        "left.left_us",
        _I.LEFT_COMPANY,
        0.94,
        r"^(?:he'?s |she'?s |they'?re )?gone[.! ]*$|\bnew job (?:in|at|with|elsewhere)\b|\b(?:moved|gone|went|defected) (?:on )?to (?:a |another |our |the )?(?:competitor|competition|rival)\b|\bnot been with us since\b|\bleft (?:us|the (?:company|business|firm|organi[sz]ation|practice|group|team|school|bank)|our (?:company|firm|team|organi[sz]ation)|here|in (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|20\d\d)|last (?:week|month|year|spring|summer|autumn|winter|{month})|at the (?:end|start|beginning)|a (?:while|year|month|few|couple)|(?:\w+ ){1,2}(?:weeks?|months?|years?) ago|for (?:pastures|a new|another|good))\b|\bno longer (?:works?|with|employed|at|part|a member|holds?)\b(?! (?:deal|for me|me|interested))|\b(?:i|he|she|they)(?:'ve| have|'s| has)? (?:since )?(?:changed (?:jobs|companies|employers?)|got(?:ten)? a new job|found a new job|started (?:at|with) (?:a )?new|switched (?:jobs|companies))\b|\b(?:was|is|were) (?:his|her|my|their) (?:very )?last (?:day|week)\b|\blast day (?:was|at|with|here)\b|\bhanded in (?:his|her|my) notice\b",
        unless=r"months? left|no longer (?:with (?:sales|that)|part of (?:that|sales))|no longer at (?:this|that) (?:number|desk|address)",
    ),
    _r(
        "left.retired",
        _I.LEFT_COMPANY,
        0.88,
        r"\b(?:he|she|they|i|who|[\w'-]+)(?:'ve|'s| has| have| is| are|'m| am| now)* (?:retired|(?:took|taken|taking|in) (?:early )?retirement|passed away|deceased)\b(?! (?:from (?:the )?(?:sales|that|commercial|this)))|\bretired (?:in|at|last|from (?:the (?:company|business|firm)|work))\b|\bpassed away\b|\bsadly (?:died|passed)\b|\bthe late (?:mr|mrs|ms)\b|\b(?:laid off|let go|made redundant|fired|sacked|dismissed)\b",
        unless=r"since (?:he|she|they|\w+)(?:'ve| have| has)? (?:retired|left)|retired from (?:the )?(?:sales|that|commercial|this) ?(?:side)?|semi-retired",
    ),
    _r(
        "left.quit_named",
        _I.LEFT_COMPANY,
        0.9,
        r"\b(?:been|long) gone\b|\bgone for (?:over|more|about|a|\d)|\bgot a (?:new )?job (?:at|with|in|elsewhere)\b|\bmoved on from (?:there|them|\w+)\b|\b(?:was|been) dismissed\b|\bleft our employ\w*\b|\bemigrated\b|\btook his seat\b|\bi (?:have |'ve |just |recently |actually )*(?:quit|left|resigned from|departed|moved on from|no longer work|finished (?:up )?at|parted ways with)\b|\bi'?ve (?:quit|left|moved on|resigned|retired)\b",
        unless=r"left (?:it|this|that|a|you|your|the (?:sales|old|message)|my|sales|out)|quit (?:sales|smoking)|moved on to|retired from the sales",
    ),
)

_HINTS = (
    # Next to nothing, and heard only where nothing else is said.
    _r("hint.no", _I.NOT_INTERESTED, 0.34, r"\b(?:not|no|never|none|nothing|neither|nor|without|rather|refus\w+|{nt}|unnecessary|useless|pointless|enough|expensive)\b"),
    _r("hint.my_job", _I.WRONG_PERSON, 0.4, r"^(?:(?:hi|hello|sorry|hmm|er|um|oh|ah)\b[,.!]? )*(?:i|we|i'?m|we'?re|this is)\b(?: (?:only|just|mostly|actually|am|are))* \w+", unless=r"\b(?:sales|commercial|interest\w*|call|send|talk|meet|love|like|would|could|will|can|read|look|think|need|want|have)\b"),
    _r("hint.mine", _I.RIGHT_PERSON, 0.36, r"\b(?:mine|my (?:area|job|desk|patch|call|baby|turf|team|department|remit|responsibility)|myself|yours truly|at your service|on me|it'?s me|that'?s me|with me)\b", unless=r"\b(?:not|no longer|{nt}|never)\b"),
    _r("hint.later", _I.NOT_NOW, 0.36, r"\b(?:early|later|wait|until|till|month|quarter|next|soon|yet|moment|eventually|someday|postpone\w*|{season}|{month})\b", unless=r"\bno later\b|sooner or later"),
    _r("hint.yes", _I.INTERESTED, 0.36, r"\b(?:yes|yep|sure|okay|curious|great|brilliant|welcome|meet|demo|price|pricing|cost|start|reference|references|quote|sample|samples|try|trial|intrigu\w+|keen|details|info|brochure|schedule|slot|calendar)\b", unless=r"\b(?:not|no|never|{nt})\b"),
)

_BESIDE_THE_POINT = (
    _r(
        "other.newsletter",
        _I.OTHER,
        0.6,
        r"\b(?:you (?:are )?receiv(?:e|ing) this|view (?:this|it) in (?:your )?browser|manage (?:your )?(?:preferences|subscription)|in this issue|webinar|newsletter|click here to unsubscribe|privacy policy|unsubscribe:? (?:https?|here|from))\b",
    ),
    _r(
        "other.pitch",
        _I.OTHER,
        0.8,
        r"\bdear (?:business owner|sir ?/? ?madam|sirs|webmaster|website owner)\b|\b(?:first|1st) page of (?:google|search)|\bsearch engine\b|\bseo (?:services?|expert|company)\b|\b(?:leading|professional|reliable) (?:manufacturer|supplier|exporter|factory)\b|\bbest (?:price|quality and)\b|\b(?:email|contact) (?:list|database) of\b|\bguest post\b|\bbacklinks?\b|\b(?:lottery|inheritance|beneficiary|bitcoin|crypto(?:currency)? invest)\w*\b|\bwe (?:are able to|can) (?:offer|provide|place|rank|design|develop|supply) (?:you|your)\b|\bour (?:services|products|catalogue) include\b",
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
       r"\bout of (?:the |my )?office\b|\booo\b|\bout of town\b|\b(?:i'?m|i am|is|be|currently|am) (?:currently |now |away |on |off |still |both )*(?:on )?(?:(?:my |an? |the )?(?:extended |annual |summer |winter |paid |long |short |well[- ]deserved |family |bank )*(?:leave|vacation|holidays?|pto|sabbatical|honeymoon|break|business trip|work trip|site visit))\b|\b(?:annual|maternity|paternity|parental|sick|medical|compassionate|bereavement|study|adoption|jury|military|family|personal) leave\b|\bmat leave\b|\baway (?:from (?:the office|my desk|work|e-?mail|my computer)|on|until|till|for|this|at|between|\d|[a-z]+day)\b|\b(?:i|we|he|she|office)(?:'m| am| will be|'ll be|'re| are| is|'s) (?:currently |now |all )?(?:away|out|off|unavailable|closed|abroad|offline|off sick|travel(?:l)?ing|unreachable|overseas)\b|\bnot (?:be )?(?:in|at work|working|in the office|at my desk)(?: today| tomorrow| on| until| this| between| for)\b|\bdo(?:n'?t| not) work on\b|\bpart[- ]time\b|\bout sick\b|\boff sick\b|\bgone fishing\b|\bjury duty\b"),
    _r("auto.back", _I.OUT_OF_OFFICE, 0.75,
       r"\b(?:i(?:'ll| will)?|we(?:'ll| will)?|he|she|and|am|be|will be|'m|not) (?:\w+ )?(?:back|return(?:ing)?|reachable|available again)\b[^\n]{0,20}(?:\b(?:on|in|at|by|until|from|the)\b|\d|{weekday})|\bback (?:in the office|at (?:my desk|work)|on|{weekday}|online|from (?:leave|vacation|holiday))\b|\breturn(?:ing)? (?:to (?:the office|work|my desk)|on|{weekday}|date)\b|\b(?:re-?open|normal service resumes|resume)\w*\b|\b(?:limited|no|intermittent|sporadic|little|irregular|restricted|patchy) (?:access|email|e-mail|internet|connectivity|connection|signal|wifi)\b|\b(?:checking|reading|answering|monitoring|access to) (?:my |e-?)?(?:mails?|messages?|inbox)\b|\b(?:in|during) (?:my|his|her|our) absence\b|\bwhile (?:i(?:'m| am)|we(?:'re| are)|he|she) (?:away|out|off|gone|on)\b|\b(?:respond|reply|get back|answer|attend)\w*[^\n]{0,40}\b(?:when|upon|on|once|as soon as|after) (?:i|my|we|our) ?(?:\w+ )?(?:return|back|am back|get back)\b|\bno return date\b|\bpatchy wifi\b|\bno signal\b|\bdelay(?:ed|s)? (?:in (?:my )?)?(?:response|reply|replies)\b"),
    _r("auto.left", _I.LEFT_COMPANY, 0.92,
       r"\b(?:no longer|not|ceased to) (?:\w+ ){0,2}?(?:with|at|employed|work(?:ing|s)?|a member|part of|associated)\b|\b(?:has|have|i|'ve|who) (?:now |since |recently |permanently )*(?:left|retired|departed|resigned|moved on|passed away)\b(?! (?:a|the office (?:for|early|today)|for the (?:day|weekend|week|holidays)))|\bleft (?:the (?:company|firm|business|organi[sz]ation)|[a-z&.' -]{2,40} (?:on|as of|effective|in)\b)|\bmy last day\b|\bwas my last\b|\bpermanently\b|\b(?:mailbox|e-?mail|address|account|inbox)\b[^\n]{0,30}\b(?:no longer (?:\w+ )?(?:monitored|in use|active|valid|exists|used|checked)|(?:been |be |is )?(?:closed|deactivated|disabled|deleted|discontinued|retired))\b|\b(?:in|taken|took|into) (?:early )?retirement\b",
       unless=r"no longer (?:accept|support|available by phone)|not work(?:ing)? (?:on )?(?:mondays|fridays|today|this week|until)|is not (?:actively )?monitored|do not reply"),
    _r("auto.received", _I.AUTO_ACKNOWLEDGEMENT, 0.82,
       r"\b(?:your|the|this|we(?:'ve| have)?|have|has been|been|was|successfully) (?:\w+ )?(?:{mail}|ticket|case|submission|support request|correspondence|application|query|feedback|form)?[^\n]{0,30}?\b(?:received|logged|registered|created|assigned|opened|recorded|in the queue|queued|being (?:reviewed|processed|looked))\b|\b(?:acknowledge|confirm)\w* (?:the )?receipt\b|\bautomatic receipt\b|\bgot your (?:{mail})\b|\bticket (?:#|number|id|no)|\b(?:case|ticket|reference|request|incident) ?(?:#|number|no\.?|id|:)? ?[#(]?[a-z]{0,4}-?\d{3,}|\btype your reply above\b"),
    _r("auto.will_answer", _I.AUTO_ACKNOWLEDGEMENT, 0.7,
       r"\b(?:thank you|thanks|many thanks) (?:so much |very much )?for (?:contacting|reaching out|your (?:{mail}|interest|submission|query|patience)|getting in touch|writing|e-?mailing|messaging|choosing)\b|\blovely to hear from you\b|\b(?:we|someone|somebody|a member|one of|our|the|an?|and [a-z]+|team|agent|representative|colleague|polly or jen)\b[^\n]{0,60}\b(?:will|'ll|aim to|shall|endeavou?r to|try to) (?:\w+ ){0,3}?(?:get back|come back|be in touch|respond|reply|contact you|be in contact|answer|review|follow up)\b|\bwithin (?:\d+|one|two|three|a few|the next) (?:-? ?\d+ )?(?:business|working)? ?(?:hours?|days?)\b|\b(?:automated|automatic|auto-?generated|automatically) (?:\w+ )?(?:note|message|reply|response|e-?mail|receipt|generated|notification|acknowledg\w+)\b|\bdo not (?:reply|respond) (?:directly )?to this\b|\bnot monitored\b|\bunmonitored\b|\bhours of operation\b|\bopening hours\b|\bour faqs?\b"),
    _r("auto.challenge", _I.CHALLENGE, 0.93,
       r"\b(?:verif\w+|confirm\w*|prove)\b[^\n]{0,50}\b(?:human|person|robot|real|not (?:a )?(?:spam|bot)|sender|yourself|address)\b|\b(?:approved|allowed|trusted|verified|safe|authori[sz]ed|known) (?:list of )?(?:senders?|correspondents?|contacts?)\b|\b(?:not|{nt}|un)(?: yet)? ?(?:\w+ )?(?:known|recogni[sz]ed|whitelisted|a known) (?:sender|correspondent|contact|address)?|\b(?:quarantin\w+|held|waiting|on hold|pending|blocked|intercepted)\b[^\n]{0,80}\b(?:release|deliver\w*|confirm\w*|verif\w*|approv\w*|click|because)\b|\bclick\b[^\n]{0,60}\b(?:deliver|release|confirm|verify|authenticate|let (?:it|your))\b|\brelease my message\b|\bpermission required\b|\b(?:anti-?spam|spam (?:filter|protection|blocker))\b[^\n]{0,80}\b(?:reply|click|confirm|verify|answer)\b|\brequires? (?:that you )?verif\w+|\bwhitelist\w*\b|\bcaptcha\b|\bto (?:control|prevent|reduce|combat|fight|stop) spam\b|\baction needed: your message\b|\bfill (?:out|in) the short request form\b",
       unless=r"confirm (?:your )?(?:appointment|order|booking|receipt)"),
    _r("auto.address_changed", _I.AUTO_ACKNOWLEDGEMENT, 0.6,
       r"\b(?:my|our|new) (?:\w+ )?(?:e-?mail )?address (?:has (?:been )?changed|is now|will be|changed)\b|\bnew e-?mail address\b|\bupdate your (?:address book|records|contacts?)\b|\bchanged (?:my|our|their|its) (?:e-?mail )?(?:address|domain)\b"),
    *_BESIDE_THE_POINT,
)  # fmt: skip
