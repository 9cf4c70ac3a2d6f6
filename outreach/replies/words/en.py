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
        r"|disturbing|following up|reaching out|sending|bombarding|harassing|hounding"
        r"|badgering|getting in touch|receiving|getting these|targeting|pitching|wasting"
        r"|clogging|cluttering|flooding|filling|trying|hitting|polluting",
        "nt": r"(?:do|does|did|is|was|are|were|ca|could|wo|would|should|have|has|had|ai|need|must)n'?t"
        r"|d'?nt",
        "list": r"lists?|databases?|records?|crm|mailings?|mailing lists?|distribution|files?"
        r"|campaigns?|sequences?|funnels?|newsletters?|mailshots?|systems?|spreadsheets?|books"
        r"|circular|rota|contacts?|address book|outreach",
        "day": r"(?:mon|tues?|wed(?:nes)?|weds|thu(?:rs?)?|fri|satur|sun)(?:day)?s?\b|tomorrow|today"
        r"|tonight|next week|this week|\d{1,2} ?(?:am|pm)\b|\d{1,2}[:.]\d\d|the \d{1,2}(?:st|nd"
        r"|rd|th)",
        "trade": r"customers?|clients?|business|orders?|leads?|work|sales|trade|buyers?|accounts?",
        "back": r"try|ask|ping|call|ring|phone|write|mail|e-?mail|contact|chase|catch|remind|nudge|poke"
        r"|knock|bother|revisit|reconnect|resend|shout|follow up|circle (?:back|round|around)"
        r"|touch base|reach out|get in touch|(?:come|get|check|write|report) back|check in|pick"
        r" (?:this|it) up|look at (?:this|it)|speak|talk|drop (?:me|us) a (?:line|note)",
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
        r"\A(?:please |pls )?(?:(?:delete|stop|remove)(?:[,.! ]+(?:delete|stop|remove))+|stop(?:"
        r" (?:this|it|now|please|that|already|all))*|un-?sub\w*|remove(?: me)?(?: too| please)?|opt[-"
        r" ]?(?:me )?out|take me off|delete(?: me)?|cease|desist|enough(?: already)?|off|leave me"
        r" alone)(?:,? (?:{thanks}|now|immediately))*[.! ]*(?=\n|\Z)",
    ),
    _r(
        "optout.unsubscribe",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:un-? ?su(?:b|bs|sb|d)s?c?r\w*|unsuscri\w*|unsub\b|opt(?:ing|ed)?[- ](?:me |us )?out\b"
        r"|opt-?out\b)",
        unless=r"no need to unsub|(?:not|{nt}) (?:want to |going to )?unsub|subscri\w+ to (?:our|my)"
        r"|un-?subscri\w+ (?:is|are) (?:our|a|the|my)\b|un-?subscri\w+[ -](?:rates?|numbers"
        r"|figures|problem|software|tools?)|\bour (?:\w+ ){0,2}(?:un-?sub|opt-?out)|(?:people"
        r"|customers|clients|readers|subscribers|users|they|who|everyone) (?:\w+ )?(?:un-?sub"
        r"|opt)",
    ),
    _r(
        "optout.remove_me",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:remov\w+|tak(?:e|ing)|drop|strike|cross|scratch|keep|count|leave|delet\w+|scrub|kick"
        r"|pull|exclud\w+|get(?= (?:me|us) off)) (?:me|us|my (?:\w+ ){0,3}|our (?:\w+ ){0,3}"
        r"|this (?:\w+ ){0,2}|both of us|all of us|everyone here|the above \w+) ?(?:too |also "
        r"|please )?(?:off|from|out of)\b(?! the (?:thread|cc|loop|copy))",
        unless=r"^(?:are|were|did|have) you\b|off (?:guard|the (?:phone|hook|call))|from (?:here|there)"
        r"|(?:her|his|their) name|\b(?:where|how) did",
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
        unless=r"(?:her|his|their) name|my boss|our meeting|any (?:doubt|confusion|risk|obstacle"
        r"|barrier|friction)|\b(?:previous|earlier|last|first|other) (?:{mail})",
    ),
    _r(
        "optout.remove_short",
        _I.UNSUBSCRIBE,
        0.93,
        r"(?:^|[.,;:!?-] |\band |\bplease |\bkindly |\bso )(?:remove me|delete me|delete it|delete"
        r" this address|drop me)\b(?:,? (?:from|too|as well|please|pls|now|immediately"
        r"|{thanks}))*[.! ]*(?:$|[,.;!-])",
        unless=r"delete it (?:if|when|once)|drop me (?:a|an|your|another)|\binstead\b|\bask\b",
    ),
    _r(
        "optout.stop_writing",
        _I.UNSUBSCRIBE,
        0.95,
        r"\b(?:stop|quit|cease|desist from|refrain from|avoid|enough (?:of )?|give over|knock off|done"
        r" with|sick of|tired of|fed up (?:with|of)|pack in) (?:\w+ ){0,2}?(?:{writing}|to (?:send"
        r"|write|mail|e-?mail|call|contact|bother)|(?:the|these|this|those|your|all) (?:{mail}|spam"
        r"|junk|nonsense))\b(?! (?:the wrong|to \w+ in|him|her|them))",
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
        unless=r"[,;:.-] (?:please |just |but )?(?:e-?mail|write|call|contact|ask|try|ring|speak|talk"
        r"|go) (?:to )?(?!me\b|us\b|again|any|back|ever|here|or\b)[a-z]+|hesitate|\bwhy"
        r" (?:don'?t|not)|until|\btill\b|\bbefore\b|if (?:you|i|we) (?:do not|don'?t|haven'?t)"
        r"|instead|don'?t (?:\w+ )?(?:get|receive) (?:many|much|that)|on (?:this|that|my)"
        r" (?:number|phone|mobile)|did(?:n'?t| not) (?:get|receive|hear)|get (?:why|what|it|the"
        r"|how)|not (?:sure|certain)|don'?t call,? (?:e-?mail|write)|unless|e-?mail(?:s)? (?:is"
        r"|are) (?:pointless|useless)|(?:have|has)(?:n'?t| not) |rather than|does(?:n'?t| not)"
        r" (?:get|receive)|(?:isn'?t|is not|are not|aren'?t) the|won'?t (?:be )?(?:get|receiv"
        r"|hear)|can(?:no|')t (?:get|receiv)|get back to (?:me|us)|don'?t think",
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
        r"\bno (?:more|further|additional|other) (?:\w+ )?(?:{mail}|contact|correspondence|follow[-"
        r" ]?ups?|communications?|approaches|calls|solicitations?|spam|outreach|marketing|ads?|adverts?"
        r"|pitch\w*|offers|nonsense|sales (?:pitches|talk|stuff)|of (?:this|these|your))\b",
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
        unless=r"went (?:in)?to|in(?:to)? (?:my |the |our )?(?:spam|junk)|ended up|landed|not spam"
        r"|sorry",
    ),
    _r(
        "optout.reported",
        _I.UNSUBSCRIBE,
        0.93,
        r"\b(?:pass|forward|refer|report|hand|send|give|escalate)\w* (?:you|your \w+|this|it|everything"
        r"|the matter)\b[^\n]{0,30}\b(?:trading standards|the (?:ico|ftc|police|authorit\w+|regulator"
        r"|ombudsman)|our lawyers?|our solicitors?|legal|action fraud)|\b(?:contact|e-?mail|write to"
        r"|message|bother|approach) (?:me|us|anyone here|this address) again (?:and|,? (?:we|i) will"
        r"|without)|\b(?:if|should) (?:you|i|we) (?:ever )?(?:contact|e-?mail|write|message|hear"
        r"|receive|get)\b[^\n]{0,30}\bagain\b|(?:^|\b(?:will|'ll|shall|to|i|we|and|or|gonna|must|just"
        r"|now|please|be|is) )(?:report|flag|mark|block|filter)\b[^\n]{0,30}?\b(?:you\b(?! up)|your"
        r" (?:domain|address|e-?mails?|company|isp|provider|host\w*)|as spam|as junk|spam|abuse|this"
        r" (?:sender|e-?mail|address))|\bmark (?:me|us|this|it) (?:down )?as\b|\b(?:reported|reporting"
        r"|flagg(?:ed|ing)|mark(?:ed|ing)|block(?:ed|ing)|blacklist\w*|filter(?:ed|ing)|complain\w*"
        r"|complaint)\b[^\n]{0,30}?\b(?:you\b|your (?:domain|address|e-?mails?|company|isp|provider"
        r"|host\w*)|spam|junk|abuse|to the (?:ico|ftc|authorit\w+|regulator|dpa)|this (?:sender|e-?mail"
        r"|address))",
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
        unless=r"scam ?\?",
    ),
    _r(
        "optout.off_the_list",
        _I.UNSUBSCRIBE,
        0.94,
        r"\b(?:remov\w+|delet\w+|eras\w+|exclu\w+|purg\w+|withdr\w+|cancel\w*|unlist|deregister"
        r"|sign(?:ed)?|scratch|cross(?:ed)?|struck?|strike|drop(?:ped)?|tak(?:e|en"
        r"|ing))\b[^\n]{0,40}?(?: fro?m| off| out of| of) (?:\w+ ){0,3}?(?:{list})\b|\b(?:get|keep|kept"
        r"|stay|rid|cut|leave|left) (?:me|us|my|our|this|clear)[^\n]{0,30}?(?: off| out of| from| of)"
        r" (?:(?:your|the|this|that|any|all) )+(?:\w+ )?(?:{list})\b|\b(?:left|leave|keep|kept|drop"
        r"|take|taken|exclude[ds]?|count|spare)\b[^\n]{0,14}(?: off| out of| from| of) (?:\w+"
        r" )?(?:future|further|follow[- ]?ups?|your (?:{mail})|these|those|this|such)\b|\boff (?:the"
        r"|your|this|that) (?:\w+ )?(?:{list})\b",
        unless=r"^(?:are|were|did|have) you\b|\b(?:our|price|waiting|supplier|vendor) (?:\w+"
        r" )?(?:{list})|\b(?:his|her|their) (?:name|address|details|e-?mail)|\b(?:where|who) "
        r"|how (?:did|have) you|got (?:me|us|my|our) ",
    ),
    _r(
        "optout.removal",
        _I.UNSUBSCRIBE,
        0.92,
        r"\b(?:remove|delete|erase|exclude|unlist|purge|scrub) (?:me|us|both|all of us|myself|this"
        r" (?:e-?mail|address|id|contact))(?:,? (?:id|address|too|now|please|pls|immediately|at once"
        r"|asap|as well|today|from (?:this|it|these)|{thanks}))*[.! ]*$|\bto (?:be|get) (?:removed"
        r"|taken off|deleted|excluded|dropped|erased|unsubscribed|left (?:alone|out|in peace))\b"
        r"|\b(?:confirm|acknowledge|evidence|proof of)\b[^\n]{0,24}\b(?:deletion|removal|erasure)\b"
        r"|\b(?:erase|delete|destroy|remove) (?:it|them|everything|all (?:of )?(?:it|that|this)) and"
        r" confirm\b|\bnot? longer (?:hold|store|process|keep) (?:my|our)\b",
        unless=r"(?:needs?|has|have|want) to be removed from (?:the|our) (?:office|site)|if (?:it|this)",
    ),
    _r(
        "optout.way_out",
        _I.UNSUBSCRIBE,
        0.9,
        r"(?<!know )(?<!knows )\b(?:how (?:do|can|does|could|would|to)|is there (?:a|any) way|what"
        r" (?:must i|does it take|do i (?:have|need) to do))\b[^\n]{0,24}\b(?:stop (?:this|these|it"
        r"|them|you|getting|receiving|the)|(?:switch|turn) (?:this|these|it|them|you|that) off|switch"
        r" off|turn off|end up not|get (?:me |us )?(?:off|out of)|opt out|not get|end (?:this|these|it)"
        r"|make (?:this|these|it|you) stop|be (?:taken|left|removed))\b",
    ),
    _r(
        "optout.make_it_last",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:make|let|leave|be|call|consider|hope|trust|treat|take|see|want)\b[^\n]{0,32}\b(?:the"
        r"|your|its?|this) (?:very |absolute )?(?:last|final)(?: (?:i|we|you|of|one|time|{mail}|contact"
        r"|communication|attempt|try|approach|warning|that)\b|[.!) ]*$)|\bhea(?:r|rd|ring) (?:nothing"
        r"|no) (?:more|further)\b|\bnothing (?:more|further) from you\b",
        unless=r"last (?:time|one) (?:i|we) (?:spoke|looked|checked|tried|had)|the last (?:of|one)"
        r" (?:my|our)|last (?:person|man|one) (?:to|standing)|decision",
    ),
    _r(
        "optout.enough",
        _I.UNSUBSCRIBE,
        0.9,
        r"^(?:no|and no)[,.]? more\b(?: (?:please|pls|of (?:this|these|it|that|your \w+)|from you|now"
        r"|{thanks}))*(?:[.!, ]*$|[.!])|[:,;-] (?:and )?no more(?: please| pls| thanks)?[.! ]*$"
        r"|^(?:(?:ok|okay|right|please|well|and|now|look),? )?(?:that(?:'s| is| will be)|this is"
        r"|that'?ll be|is)? ?(?:quite |more than |really |very much )?enough(?: now| already| is enough"
        r"| please| of (?:this|it|that|these|you))*[.! ]*$",
        unless=r"no more (?:budget|room|time|sales|staff|people)",
    ),
    _r(
        "optout.stop_now",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:you (?:can|may|could|must|should|need to|have to|will) |shall we (?:both )?|can (?:you"
        r"|we) (?:please |just |both )?|will you (?:please |just )?|let'?s (?:both )?|time to |sake,? "
        r"|god,? |christ,? |please |pls |kindly |to |and |just |so )stop(?: (?:it|this|that|them|these"
        r"|those|now|already|please|here|at once|immediately|altogether|all this))*(?:[.!? ]*$|[.!?;,]"
        r" )|\b(?:please|pls|kindly|you|must|should) stop (?:using|all|the|with (?:the|this|these))\b"
        r"|\bcease (?:all |any |every |this |these |your |further |with )*(?:contact|communicat\w+"
        r"|correspond\w+|{mail}|it|outreach|solicit\w+|this|immediately)\b",
        unless=r"\bnot\b|{nt}|\bstop (?:by|in|over|at)\b|full stop|bus stop|last stop|non-?stop|sure"
        r" where to stop",
    ),
    _r(
        "optout.threat",
        _I.UNSUBSCRIBE,
        0.92,
        r"\b(?:one more|another|next (?:one|mail|e-?mail|message|letter|time (?:you|i)|attempt|contact)"
        r"|any further|any more|again|further) ?[^\n]{0,60}\b(?:report(?:ed|ing)?|block(?:ed|ing)?|spam"
        r" (?:folder|list|complaint)|legal|solicitor|lawyer|attorney|harass\w*|police|ico\b|ftc\b|court"
        r"|sue|data protection|dpo\b|blacklist\w*|complaint|complain|invoic(?:e|ing) you|regulator)\b"
        r"|\byou(?:r \w+)?(?:'re| are| go| will go|'ll go)? (?:now )?(?:go|going|headed|off)?"
        r" ?(?:straight |right |directly )?(?:in|into|to|on) (?:the |my |our )?(?:junk|spam|bin|trash"
        r"|block|black|kill)[ -]?(?:folder|list|file|filter|box)?\b",
        unless=r"legal@|(?:legal|solicitors?|lawyers?)(?: \w+)? (?:department|team|firm|side|practice)"
        r"|ended up|sorry|went|our (?:it|filter|system)|report(?:s|ing)? to (?:me|our|the)|next"
        r" (?:week|month|year|quarter)|another (?:company|firm|department)|found (?:you|it|this)",
    ),
    _r(
        "optout.not_to_be",
        _I.UNSUBSCRIBE,
        0.88,
        r"\bnot to (?:be|get|have to be) (?:contacted|approached|written to|mailed|e-?mailed|called"
        r"|phoned|bothered|disturbed|solicited|included|added|targeted|pitched|pestered|spammed|chased"
        r"|sold|part of (?:this|it|your|that|any)|on (?:your|any))\b|\bnot to (?:receive|get"
        r"|hear)\b[^\n]{0,40}\b(?:{mail}|you|this|these|such|more|marketing|offers|advert\w*)|\bmind"
        r" (?:awfully |terribly )?not (?:\w+ )?(?:{writing}|using)\b|\b(?:not|{nt}|never|without|mind)"
        r" (?:\w+ ){0,2}?us(?:e|ing|ed) (?:it|this|that|my|our|these)\b[^\n]{0,32}\bfor (?:this|that|it"
        r"|sales|market\w+|advert\w+|pitch\w*|such|these|cold|prospect\w+|solicit\w*|commercial|your"
        r"|any)\b",
        unless=r"\bwe (?:do not|don'?t|never) use\b|why not",
    ),
    _r(
        "optout.someone_else",
        _I.UNSUBSCRIBE,
        0.88,
        r"\b(?:bother|annoy|pester|bug|spam|harass|hassle|torment|badger|irritate|try your luck with)"
        r" (?:some|any)(?:one|body) else\b|\b(?:some|any)(?:one|body) else to (?:bother|annoy|pester"
        r"|bug|spam|harass|hassle|torment|badger|irritate)\b|\b(?:forget|forgetting|lose|losing|bin"
        r"|binning|burn|shred) (?:about )?(?:this|my|our|that) (?:\w+ )?(?:address|number|e-?mail"
        r"|contact|inbox|details|name)\b",
        unless=r"\b(?:{nt}|not|to) (?:want to )?(?:bother|forget|lose)",
    ),
    _r(
        "optout.no_and_no",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:do not|{nt}) (?:\w+ ){1,4}?,? ?(?:and |or |nor )?(?:do not|don'?t|dont) (?:ever"
        r" )?(?:{write})\b|\b(?:do not|don'?t|dont|dnt|never) (?:ever )?(?:{write})(?: (?:back|again"
        r"|ever|any ?more|any further))*(?:[.!]|, ?ever\b|$)|\b(?:respect|honou?r|accept) (?:my|our"
        r"|that|this|the) (?:wish|decision|request|no|privacy|choice)\b",
        unless=r"hesitate|\b(?:call|write|e-?mail|ring|phone),? (?:e-?mail|call|write|ring|phone)"
        r"|before|until|if i|instead|just (?:call|ring|write)",
    ),
    _r(
        "optout.told_before",
        _I.UNSUBSCRIBE,
        0.45,
        r"\b(?:asked|told|informed|requested|replied|answered|wrote)\b[^\n]{0,20}\b(?:in|last|on|back"
        r" in) (?:{month}|{weekday}|week|month|year|spring|summer|autumn)\b|\bupdate your (?:records?"
        r"|database|files?|list|crm|books)\b|\b(?:asked|told|informed|requested|said|written|replied"
        r"|answered)(?: \w+){0,4}? (?:twice|thrice|three times|several times|before|already|repeatedly"
        r"|many times|again and again|last (?:week|month|time))\b|\b(?:already|twice|repeatedly)"
        r" (?:asked|told|informed|requested|said|written|replied|answered)\b|\b(?:second|third|fourth"
        r"|fifth|nth|umpteenth) (?:time|one|mail|e-?mail|message|reminder|request)\b",
    ),
    _r(
        "optout.politely",
        _I.UNSUBSCRIBE,
        0.87,
        r"\b(?:grateful|appreciate|oblige[ds]?|like|thank you|want|wish|ask)\b[^\n]{0,40}\b(?:removed"
        r"|deleted|taken (?:off|out)|erased|unsubscribed|left (?:off|alone|out))\b|\b(?:do not|don'?t"
        r"|dont) (?:try|ask|come|attempt)(?: \w+)? again\b|\b(?:bin|filter|block|reject|delete|trash"
        r"|junk|bounce)\w* (?:anything|everything|all(?: \w+)?|any \w+) (?:\w+ )?from (?:you|your)\b"
        r"|\brefrain[.! ]*$|\b(?:please|kindly) (?:refrain|abstain)\b|\bhow (?:many times|often) (?:do"
        r"|must|should|have|did) (?:i|we)\b|\b(?:oblige[ds]?|grateful|appreciate|like|want|glad|happy"
        r"|wish|prefer|pleased)\b[^\n]{0,30}\b(?:{mail}|this|these|it|they|you) (?:\w+"
        r" ){0,2}?(?:ceased?|stopp?(?:ed|s)?|ended)\b|\b(?:consider|regard|treat|call) (?:this|the)"
        r" (?:\w+ )?(?:matter|case|correspondence|thread|conversation|exchange|chapter) (?:as |now"
        r" )?(?:closed|ended|over|finished)\b|\b(?:never|not to|rather not|(?:do not|{nt}) (?:want|wish"
        r"|need|like|care) to) (?:\w+ ){0,2}?(?:hear|read|see|get|receive)(?:ing)? (?:\w+"
        r" ){0,2}?(?:from|of) you\b|\bspare (?:me|us|yourself)\b[^\n]{0,12}\b(?:any|further|more|the"
        r"|your|these|future)\b|\blet (?:me|us|him|her|them) be\b(?! (?:honest|clear|frank|blunt|brief"
        r"|the|your|a))|\bno (?:contact|mails?|e-?mails?|calls|ads?|advertis\w*|spam|marketing"
        r"|solicit\w*|cold (?:calls?|mails?|e-?mails?)|sales (?:calls?|mails?|e-?mails?))(?:,?"
        r" (?:please|pls|thanks)|[.! ]*$)|\bthat(?:'s| is) (?:quite |more than |really )?enough"
        r" (?:{mail}|of|from|follow|now)\b|\boff[- ]switch\b|\b(?:not|{nt}) (?:agree|ok|okay|happy"
        r"|comfortable|fine|cool) (?:with|to|about) (?:\w+ )?(?:receiv|get|being (?:contact|mail"
        r"|e-?mail|approach|add)|you (?:writ|mail|contact|e-?mail|hav|us))",
        unless=r"yet\b|heard|\bif you need\b|before|until",
    ),
    _r(
        "optout.please_do_not",
        _I.UNSUBSCRIBE,
        0.82,
        r"\b(?:make sure|ensure|see to it|so that|arrange)\b[^\n]{0,40}(?:{nt}|\bnot\b|\bnever\b|\bno\b"
        r"|\bnone\b|\bnothing\b)[^\n]{0,30}\b(?:get another|arrives?|comes?|reach\w*|receive|happen"
        r" again|hear from|sent|contacted|mailed|any ?more|mail|e-?mail|get any|get these)|\b(?:please"
        r"|just|kindly) (?:\w+ )?(?:get rid of|lose|bin|delete|forget|destroy|shred) (?:it|them|me|us"
        r"|my|our)\b|\b(?:please|pls|kindly|plz|you) (?:do not|don'?t|dont|dnt|never|not|to not|must"
        r" not|should not|may not) (?:\w+ )?(?:{write}|send|mail)\b(?! (?:it|this|that|them) (?:to|on))",
        unless=r"\b(?:previous|earlier|last|first|other) (?:{mail})|hesitate|before|until|\btill\b"
        r"|instead|\b(?:call|ring|phone|write|e-?mail|mail|text|whatsapp) (?:me|is|works|rather"
        r"|only)\b|better|rather|why|\bif\b|(?:this|my) (?:number|phone)|let me know|\bunless\b"
        r"|attach|send (?:it|me|us) (?:by|as|via|in)",
    ),
    _r(
        "optout.stop_imperative",
        _I.UNSUBSCRIBE,
        0.9,
        r"(?:^|[,.:;!-] |\b(?:please|pls|plz|kindly|just|could you|can you|would you|will you|must|you"
        r" should) )stop\b(?! (?:by\b|in (?:for|at|on)|over\b|off\b|at\b|worrying|me if|here for|press"
        r"|watch|and (?:see|say|visit)|for (?:a|tea|coffee|lunch)))",
        unless=r"\bnot\b|{nt}|\bif you\b",
    ),
    _r(
        "optout.delete_imperative",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:please|pls|plz|kindly|just|then|must|could you|can you|would you) (?:\w+ )?(?:remove"
        r"|delete|discontinue|unsubscribe|desist|cease|suppress|blacklist|deregister)\b|^(?:discontinue"
        r"|suppress|blacklist|deregister|desist)\b|\b(?:suppress|blacklist|exclude|deregister) (?:me|us"
        r"|my|our|this)\b",
        unless=r"the (?:thread|loop|cc|copy|chain|invite|meeting)|previous|attachment|attached|last"
        r" (?:mail|message|e-?mail)|earlier|duplicate|in error|by mistake|intended recipient"
        r"|\bif (?:you|it|this|the|not)\b|print|\b(?:his|her|their|him|them) (?:name|address"
        r"|details|from)|\b(?:do not|don'?t)\b",
    ),
    _r(
        "optout.these_mails",
        _I.UNSUBSCRIBE,
        0.86,
        r"\b(?:do not|{nt}|never) (?:\w+ )?(?:want|need|like|appreciate|read|welcome|tolerate) (?:any"
        r" (?:more )?(?:of )?)?(?:these|those|them|your (?:\w+ )?(?:{mail}|spam)|such (?:{mail})|this"
        r" (?:kind|sort) of (?:{mail}|thing|spam)|(?:sales|marketing|cold|junk|advertising)"
        r" (?:{mail}))\b|\b(?:can'?t|cannot|not (?:allowed|permitted|able) to|(?:do not|don'?t)) (?:\w+"
        r" )?(?:get|receive|accept|take) (?:\w+ )?(?:sales|marketing|cold|unsolicited|commercial"
        r"|promotional|advertising) (?:{mail}|calls|approach\w*|stuff|material)\b|\b(?:can|could|would"
        r"|will) (?:you|u|ya|we) (?:please |pls |just |kindly )*not\b[.?! ]*$|\benough,? (?:please"
        r"|already|thanks?|thank you)[.! ]*$|\bhearing from (?:my|our|the) (?:\w+ )?(?:lawyers?"
        r"|solicitors?|attorneys?|legal)\b|\bwithout (?:\w+ )?(?:consent|permission)\b",
        unless=r"until|before|\bwithout\b[^\n]{0,30}\b(?:his|her|their|the director's)",
    ),
    _r(
        "optout.blunt",
        _I.UNSUBSCRIBE,
        0.88,
        r"^(?:please |just |now |pls )*(?:quit|pack|knock|cut) it(?: in| off| out| now)*[.! ]*$"
        r"|\b(?:take|got|get) (?:a|the|that) hint\b|^(?:just )?(?:f+|eff|bog|sod|bugger|naff|jog|push"
        r"|shove|back|clear|beat|hop) ?(?:off|on|it)[.! ]*$|^(?:please,? )?no more(?: please)?[.! ]*$"
        r"|^(?:and )?please,? no more\b|\b(?:expunge|erase|wipe|purge) (?:me|us|my|our|this|all)\b"
        r"|\b(?:is|are) not (?:meant |intended |here |to be used )?for (?:advert\w*|marketing|sales"
        r" (?:{mail}|calls|pitch\w*)|spam|cold|solicit\w*|unsolicited|selling)\b|\bno follow[- ]?ups?\b"
        r"|[,;-] stop[.! ]*$|\b(?:persistence|persistent|pestering|nagging|badgering) (?:\w+ ){0,4}?not"
        r" (?:appreciated|welcome)|\b(?:note|write|jot|mark|put) (?:it|that|this) (?:down )?somewhere\b"
        r"|\bplease leave it (?:there|at that|here)\b",
        unless=r"where to stop|next stop|full stop|\bno more (?:budget|time|room)\b",
    ),
    _r(
        "optout.insist",
        _I.UNSUBSCRIBE,
        0.9,
        r"\b(?:ask|insist|demand|request|require|beg) (?:that )?you (?:\w+ )?(?:cease|stop|desist"
        r"|refrain|not|leave|remove|delete|discontinue|never)\b|\bmaking (?:this|these|it|you|them)"
        r" stop\b|\b(?:no|not any|zero|little) (?:wish|desire|interest|need|intention) (?:to|in|of)"
        r" (?:be |being )?(?:receiv\w*|hear\w*|get\w*|contacted|mailed|approached|more (?:{mail}))\b"
        r"|\brather not (?:get|receive|hear|be (?:contacted|mailed|e-?mailed|written|approached"
        r"|called))\b|^(?:please |just )?forget (?:about )?(?:me|us)\b|^off\b,? (?:please|the|your)\b"
        r"|^(?:[a-z]+, )?(?:please )?give (?:it )?up\b|\b(?:deleted|binned|trashed|blocked|discarded)"
        r" (?:unread|unopened|automatically|on sight|on arrival)\b",
        unless=r"forget (?:me|us) not|\bif you\b|\b(?:hear|receive|get)\w* (?:why|what|how)|hear"
        r" (?:from|back) .{0,20}yet|off (?:the top|the record)",
    ),
)

_REFERRAL = (
    _r(
        "referral.direct_to",
        _I.REFERRAL,
        0.6,
        r"\b(?:suggest|recommend|advise|try|by|worth|better off|be best|be better|consider) (?:\w+"
        r" )?(?:contacting|talking to|speaking (?:to|with)|writing to|reaching out to|asking|e-?mailing"
        r"|calling|ringing|going (?:to|through))\b(?! (?:me|us)\b)|\b(?:talk|speak|chat|write|reach out"
        r"|get in touch|get on|liaise|connect|check|start|have a word|touch base|take (?:it|this|that)"
        r" up|pick (?:it|this) up) (?:directly |straight |instead )?(?:to|with)\b(?! (?:me|us|my|you|me"
        r" directly)\b)",
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
        r"|trading standards|authorit|regulator|police|solicitor|lawyer|\b(?:please|kindly|pls"
        r"|you (?:can|could|should|may)) (?:\w+ )?(?:forward|pass|hand|relay|put|share|send)"
        r"|\b(?:before|if|unless|until|whether|when) (?:i|we|you)\b|\bwould i\b|\bwhat (?:would"
        r"|am|should)\b|\b(?:to|for) me\b|not (?:be |been )?(?:forward|pass|read)|(?:can|could"
        r"|would|should|may|might|cannot|can'?t|won'?t) (?:i |we |you )?(?:forward|pass)"
        r"|forwarded me|passed (?:away|me)|sent (?:it|this|that|your \w+|these|the \w+) to"
        r" (?:the wrong|which|what|junk|spam|trash|my)|sending (?:this|these|it|them) to (?:the"
        r"|my|our|this|us)|sent to which",
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
        r"|bring(?:ing)? in|connecting you|introduc(?:ing|e))\b|^\+ ?[a-z]|^cc:? [a-z]|, meet"
        r" [a-z]+[.!]|\b(?:in|on) (?:cc|copy)\b|\bcc'?d\b|\bcopied (?:in|here)\b|\bput (?:him|her|them)"
        r" (?:on|in)\b|\breply[- ]all\b",
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
        r"\b(?!(?:i|we|you|it|this|that|there|which|what|nobody|noone|one|to|and|lead|our|the|can|could"
        r"|will|would|should|must|may|might|please|just|only|usually|still|also) )[a-z]{2,}(?:'s)?"
        r" (?:handles?|runs?|manages?|leads?|heads?(?: up)?|oversees?|looks? after|deals? with|takes?"
        r" care of|is (?:responsible|in charge|the one|your man|our)|does|owns|covers?|took (?:it|this"
        r"|that|over)|has taken over|is taking over|sorts?(?= (?:that|this|it|all|out))|arranges|fields"
        r"|(?:is|are) (?:across|over) (?:that|this|it|sales)|calls the shots|decides?|makes? (?:those"
        r"|these|the|all)|is handling|is running|is our|is the|is now)\b",
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
    _r(
        "referral.passed_inside",
        _I.REFERRAL,
        0.88,
        r"\b(?:have|has|'ve|i|we|was|been|will|'ll|let me|gonna) (?:just |now |also |duly |already"
        r" )?(?:send|sent|transfer|pass|passed|hand|handed|forward|forwarded|put|taken?|share|shared"
        r"|relay|relayed|kick|kicked|bump|bumped|escalated?) (?:this|it|that|your \w+"
        r"|you)\b[^\n]{0,25}?\b(?:upstairs|downstairs|up (?:the|to)|along|across|round|around"
        r"|internally|next door|inside|with (?:the|our|my|a)|to (?:the|our|my|a)|on)\b|\b(?:bounced"
        r"|kicked|punted|pinged|flicked|tossed|lobbed|slung|shot|fired|popped) (?:this|it|that|your"
        r" \w+) (?:over |across |on |up )?(?:to|at|past) (?!me\b|us\b)|\bi have (?:forward|pass"
        r"|transmit\w*|transferr?ed?) (?:this|it|your \w+)\b|\b(?:left|leaving|given|giving|gave|showed"
        r"|put|dropped|mentioned|raised) (?:this|it|that|your \w+|a (?:note"
        r"|message))\b[^\n]{0,14}\b(?:with|on|to|for|before|under) (?!me\b|us\b|hold|ice|one side|the"
        r" (?:list|back))\w+",
        unless=r"\b(?:not|before|if|unless|when|once|until|cannot|which|what|who)\b|can'?t|{nt}|\?|spam"
        r"|junk|\bto (?:the )?(?:trash|bin|wrong|lawyers?|solicitors?|police|authorit\w+|legal"
        r"|ico|it (?:dep|sec))|trading standards|regulator|\bon (?:file|record|hold|ice|board)|i"
        r" (?:put|take|took|hand|send) (?:it|that|this) on",
    ),
    _r(
        "referral.passed_colleague",
        _I.REFERRAL,
        0.8,
        r"\b(?:my|our|a|the|one of (?:my|our|the)|some(?:one|body) (?:from|in|at) (?:the|our|my)?)"
        r" ?(?:\w+ ){0,2}?(?:colleagues?|boss|manager|director|assistant|partner|husband|wife|pa"
        r"|brother|sister|son|daughter|owner|(?:sales|commercial|marketing|purchasing|business"
        r" development|export) (?:team|department|office|people|lads?|folks?|guys?|side))(?: here)?"
        r" (?:will|'ll|shall|is going to|is to|may|might|would) (?:\w+ )?(?:be in touch|contact|get"
        r" back|come back|reply|respond|reach out|write|call|ring|get in touch|take (?:it|this|that)"
        r"|pick (?:it|this|that) up|answer|deal|handle|revert|look (?:at|into))\b",
        unless=r"\b(?:if|when|once|should)\b|\?|in due course if|{nt}|\bnot\b",
    ),
    _r(
        "referral.belongs",
        _I.REFERRAL,
        0.62,
        r"\b(?:that|this|it|sales|those|these|which)(?:'s| is|'d be| would be| are| will be|'ll be)?"
        r" (?:\w+ )?[a-z]+(?:'s|s') (?:\w+ )?(?:job|area|department|dept|thing|patch|remit|territory"
        r"|domain|side|baby|call|decision|desk|turf|business|world|role|responsibility|team|bag|show)\b"
        r"|\b(?:not me|not i|not my \w+|isn'?t me)[,.;:-]+ ?(?:but |it'?s |that'?s |that would be |try "
        r"|rather )*(?:my|our|the) [a-z]+",
        unless=r"\b(?:nobody|no one|anyone|someone)(?:'s| else)|today'?s|this year'?s|let'?s|what'?s"
        r"|here'?s",
    ),
    _r(
        "referral.one_for",
        _I.REFERRAL,
        0.58,
        r"(?:\b(?:that'?s|this is|it'?s|sounds like|looks like) |^)(?:more )?(?:one|a job|a question|a"
        r" matter|something|a topic) for (?!us\b|me\b|you\b|now|later|another|next|the (?:bin|future"
        r"|road|birds|board))\w+|\bresponsible (?:is|are|person|for (?:this|that|it) (?:is|are))\b"
        r"|\b(?!(?:i|we|you|it|that|which|who|this|nobody|nothing|what|one|there) )[a-z]{2,} (?:will"
        r"|'ll|can|could|should|would|might|may) (?:\w+ )?(?:sort you|help you|look after you|be able"
        r" to help|know (?:who|more|what)|tell you|point you|assist|see you right|take care|take it"
        r" from|take this)\b",
        unless=r"\bnot\b|{nt}|\?|if you",
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
        unless=r"\bnot\b|\b{nt}\b|left|gone|excuse|whatever|^(?:beats|search|trust|forgive|pardon|spare"
        r"|bless|believe|ask|tell|help|try|leave|remove|delete|call|ring|right,? (?:that'?s|this"
        r"|so|then|well|enough))\b|, no\b|could be (?:persuaded|tempted)",
    ),
    _r(
        "right.that_is_me",
        _I.RIGHT_PERSON,
        0.9,
        r"\b(?:that|it|this|which|sales|they|those|all|everything|responsible|charge)(?:'?s| is|'d be|"
        r" would be|'ll be| will be| are| =|'re)? (?:all |still |also |just |only |probably |actually "
        r"|indeed |both )?(?:me|yours truly|us two|myself)\b(?! (?:for|to|a|think))|\byours truly\b"
        r"|\bguilty as charged\b|\bi(?:'d| would|'ll| will) be (?:the one|him|her|that person|your"
        r" (?:man|woman|contact))|\bi(?:'m| am|m) (?:the (?:one|person|man|woman|guy|individual)|he|she"
        r"|your (?:man|woman|guy|contact))\b(?! who (?:fix|clean|drive))|\blook(?:ing)? (?:no further"
        r"|any further|at (?:him|her))\b|\b(?:all|is|are|it'?s|down to|up to|with|to|on) (?:me|mine)(?:"
        r" alone| only| these days| here| now| yes)?[.!) ]*$",
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
        r"|sales|commercial|owner|manager|director|md|ceo|boss|person|one|founder)\b|\byou(?:'ve| have|"
        r" did)? (?:already |just )?(?:found|got|reached|hit|contacted|come to|landed (?:on|at)|had"
        r"|have|picked) (?:on )?(?:him|her|them|me(?=[.,!]|$)|it|the (?:right|correct|man|woman|guy"
        r"|lady|boss|lad)|your (?:man|woman|guy)|one)\b|\byou(?:'re| are|r| are already) (?:already"
        r" )?(?:talking|speaking|writing|e-?mailing) (?:to|with) (?:him|her|them|the (?:right|man"
        r"|woman)|me)\b|\bright (?:place|person|address|desk|door|one|inbox|mailbox|e-?mail|account"
        r"|office|team|department|dept|spot|guy|man|woman|lady)\b",
        unless=r"\bnot\b|\b{nt}\b|find|trying|hard|pass|isn'?t|who (?:is|the)|if|(?:right|correct)"
        r" (?:person|one|contact|guy|man|woman|place|address) (?:is|would|to|for|at|will|here is"
        r"|there)|once|know",
    ),
    _r(
        "right.i_handle",
        _I.RIGHT_PERSON,
        0.88,
        r"\bi run (?:things|the (?:show|place|shop|company|business|firm)|this place|it all"
        r"|everything)\b|\bi (?:make|take) (?:all )?(?:of )?(?:the |our |most |those |these |such )?[\w"
        r" ]{0,30}decisions\b|\b(?:part of|in|within|under) my (?:role|job|remit|wing)\b|\bi cover"
        r" (?:that|this|it|sales)\b|\bheading up\b|\b(?:i|we)(?: am|'m| personally| still| do| both|"
        r" actually| basically| also| kinda| mostly| 'm)? (?:handle|run|manage|own|lead|head(?: up)?"
        r"|oversee|look after|deal with|take care of|do|cover|supervise|direct|decide(?: on)?|sign"
        r" off(?: on)?|make (?:the|all|those|these)|look(?:ing)? after|handling|running|managing"
        r"|heading(?: up)?|leading|overseeing|have been (?:\w+ )?(?:running|heading|leading|managing"
        r"|handling)|in charge of|responsible for|head of|the head of|your (?:man|woman|guy|person"
        r"|contact)|call the shots)(?: (?:all |the |our |most |both |up |of |any |a |that |my"
        r" ){0,3})?(?:{sales}|sales\w*|decisions?|number|[.!]|$|contact|(?:\w+ ){1,4}?(?:sales"
        r"|commercial|business development|new business|revenue|growth|clients?|customers?(?!"
        r" (?:service|support|care)))\b)",
        unless=r"ourselves|in-?house|we manage[.! ]*$|manage (?:fine|ok|well|on)|\b(?:not|don'?t|do not"
        r"|no longer|never|used to|didn'?t|{nt}|if|what|how|when|before)\b|i do (?:not|hope|have"
        r"|think|know|read|wish|believe|see|want|need|understand|appreciate|recall)|do it (?:all"
        r" )?(?:ourselves|in-house|internally)|we do (?:that|this|it|our|sales)",
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
        r"|^(?:well,? )?me[.!](?! off)|\b(?:falls?|comes?|sits?|is|are|reports?|rests?|lies?|belongs?"
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
        unless=r"\b(?:not|no longer|never|n't|don'?t)\b[^\n]{0,25}\bme\b|ask me (?:again|later|when"
        r"|once|after|in|next|to)|send (?:it|me|us) (?:over|some|a|your)|\bdrop me\b",
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
        r"|new business)|\bi(?:'m| am) (?:the |a |our )?(?:proprietor|cro|cco|managing director|md|ceo"
        r"|owner|founder)\b",
        unless=r"\bnot\b|no longer|used to",
    ),
    _r(
        "right.the_person",
        _I.RIGHT_PERSON,
        0.88,
        r"\bundersigned\b|\b(?:i(?:'m| am|m)|am|i(?:'d| would|'ll| will) be) (?:the|your) (?:\w+"
        r" ){0,2}?(?:person|one|contact|point of contact|poc|decision[- ]?maker|man|woman|guy|lass|chap"
        r"|authority|in-?charge|lead|owner)(?: here| for| to| who| that|[.,!]|$)|^it is i\b"
        r"|\b(?:responsible|one|person|boss|owner|man|woman) am i\b|\bresponsible (?:person )?(?:for"
        r" (?:this|that|it|sales) )?is (?:me|myself)\b|\bi(?:'m| am) (?:\w+ )?(?:responsible|in charge"
        r"|accountable)(?: (?:for|of) (?:this|that|it|all|sales|these|such|new|customers?|everything"
        r"|both)|[.,!]|$)|\byou(?:'re| are) right (?:by|with|at) (?:me|us)\b|\bin my hands\b|\b(?:me"
        r"|myself) and my \w+\b|\b(?:look|search|seek) any ?(?:further|more)\b|\b(?:i'?ve|i have|i'?d)"
        r" been (?:\w+ )?(?:doing|handling|running|looking after|in charge|responsible|covering"
        r"|managing) (?:\w+ )?(?:that|this|it|sales|of|for)\b|[:,-] (?:just |only |all )?(?:me|myself"
        r"|moi|yours truly)(?: indeed| again| too)?[.!) ]*$|\b(?:my \w+|[a-z]+) and (?:me|myself|i do|i"
        r" (?:both |do |share |handle|decide|run))\b|\bthe two of us\b|\bboth of us\b|\bi (?:share"
        r"|split) (?:that|this|it) with\b|\bi(?:'m| am) (?:\w+ )?(?:on|across|over) (?:that|this|it"
        r"|sales)\b|\bi (?:call the shots|hold the (?:purse|pen|reins)|sign the cheques|have the"
        r" (?:final|last) (?:word|say))\b|\b(?:the )?(?:final|last) (?:word|say|decision|call) is"
        r" mine\b|\bmy (?:signature|call|decision|shout)\b[.! ]*$",
        unless=r"\bnot\b(?! look)|(?<!need){nt}(?! look)|no longer|never|used to|between|(?:don'?t|do"
        r" not) want|last one|only one who (?:fix|clean|drive)|wrong|if i|\bthank|\b(?:sincerely"
        r"|regards|help|call|ring|phone|write|mail|send|contact|e-?mail|talk|speak|tell|give|to"
        r"|from|with|for|like|beside|than)\b[^\n]{0,12}, (?:me|myself)",
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
        r"|initial|intro\w*|take|first|20|15|30|10|five|ten|fifteen|twenty|thirty|minute|min|minutes"
        r"|proper|little|some|time|for|to) ){0,7}(?:chat|talk|call|speak|meet(?:ing)?|discuss\w*"
        r"|connect|convers\w+|demo|hear (?:more|what|about|you)|learn more|(?:take|have) a look"
        r"|look at|coffee|zoom|teams|presentation|find out more|see (?:more|what|it|a)|explore"
        r"|listen|know more)\b",
        unless=r"\b(?:after|once|when|until)\b[^\n]{3,50}\b(?:we|i) (?:can|could|will|may|might)"
        r" (?:talk|speak|meet|look|discuss)|\b(?:second|first) half|(?:speak|talk|chat|meet)"
        r" (?:when|once|after)|(?:in|after) (?:the )?next (?:year|quarter)|(?:speak|talk|chat"
        r"|connect|discuss) (?:then|in (?:january|february|march|april|may|june|july|august"
        r"|september|october|november|december|q\d|the)|after|next (?:year|quarter|month"
        r"|spring))|\b(?:not|{nt}|never|no longer)\b|sister company|who would|colleague|someone"
        r" who|anyone who",
    ),
    _r(
        "interest.tell_me",
        _I.INTERESTED,
        0.85,
        r"\btell (?:me|us) (?:how|what|about (?:it|your))\b|\b(?:use|need|do with|want) (?:some|a bit"
        r" of|a little|any) help\b|\bcolou?r me curious\b|\b(?:short|long|quick) version\b|\bin[.!"
        r" ]*$(?<=i'm in.)|\btalk to me\b(?! (?:when|after|once|in|again|next|about it (?:in|after)))"
        r"|\btake it (?:further|from there)\b|\blet me see\b|\bhow soon (?:can|could) (?:you|we)\b"
        r"|\bwhen (?:can|could) you (?:start|present|come|show|begin|deliver)\b"
        r"|\btell (?:me|us) (?:a (?:bit|little) )?more\b|\b(?:like|love|want|keen|happy|interested"
        r"|curious) to (?:know|hear|learn|find out|see|understand) (?:a (?:bit|little) )?(?:more|what"
        r" you|about|how)\b|\bmore (?:info|information|details?) (?:please|would|on)\b|\b(?:go ahead|go"
        r" on then|fire away|shoot|i'?m listening|i am listening|all ears|piqued my|got my (?:attention"
        r"|interest)|you have my interest|curiosity|fire over|ping over|chuck (?:it|something) over|you"
        r" have my attention|i'?m game|i'?ll bite|count me in|colou?r me|i'?m in[.! ]*$|hit me"
        r"|intrigued|proceed|let'?s (?:do|hear) (?:it|this|that))\b",
        unless=r"about your company first|tell (?:me|us) what (?:this|it|that)(?:'s| is)|regarding"
        r"|concerning|who you are|\bfirst\b ?\?|\bnot\b|\b{nt}\b|troubleshoot|before|shoot (?:me"
        r"|us) down|tell me (?:more )?who",
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
        r"|e-?mail)|keep sending|do you have (?:a|an|any|your own|some) (?:\w+ )?(?:web ?site"
        r"|link|references?|examples?|case stud\w+)\b|unsolicited|remove|to (?:her|him|them|my"
        r" colleague)\b|did you send|contact details|my details|e-?mail (?:is|address|was)",
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
        unless=r"\btry me (?:when|after|once|in|next|at|around|then)|\b(?:don'?t|do not|never|stop|no"
        r" need|not|quit)\b|@|\bto (?:our|the|my|him|her|them|procurement|\w+ who)\b|by (?:post"
        r"|fax)|(?:try|send) me (?:again|back|a reminder)|nobody|no one|(?:your|this|these|all"
        r"|any) (?:requests?|enquir\w+|messages?|mail|proposals?) (?:to|via|through)|send (?:any"
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
        unless=r"(?<!why )\bnot\b|\b{nt}\b|try (?:me|us|again) then|happy to (?:help|hear) (?:if|but)"
        r"|pony",
    ),
    _r(
        "interest.curious",
        _I.INTERESTED,
        0.58,
        r"\bcurious\b|\bintrigu\w+\b",
        unless=r"\bnot\b|{nt}|rather than|just curious|curious (?:who|how|where|why|what)",
    ),
    _r(
        "interest.when",
        _I.INTERESTED,
        0.82,
        r"\b(?:how about|what about|shall we say|let'?s say|say|maybe|perhaps|make"
        r" it)\b[^\n]{0,18}(?:{day})|\b(?:have|'ve|got) (?:a |an |some |half an |one |about )?(?:\w+"
        r" )?(?:gap|slot|window|hour|time|minutes?|opening|space)\b[^\n]{0,16}(?:{day})|\bfree\b(?!"
        r" of)[^\n]{0,18}(?:{day}|this (?:afternoon|morning|evening))|\b(?:coffee|lunch|breakfast|pint"
        r"|beer|drink|cuppa|call|meeting|zoom|teams|chat)\b[^\n]{0,26}\b(?:on|at|next|this|over)?"
        r" ?(?:{day})[^\n]{0,14}\?",
        unless=r"\bnot\b|{nt}|\bback\b|\bsince\b|retired|\bleft\b",
    ),
    _r(
        "interest.need",
        _I.INTERESTED,
        0.82,
        r"\b(?:can|could) (?:really |certainly |always |definitely )?(?:do with|use) (?:\w+"
        r" ){0,3}?(?:{trade}|help|hand)\b|\b(?:we|i)(?:'re| are|'m)? (?:\w+ )?(?:need|want|lack|could"
        r" use|short of|desperate for|crying out for|(?<!look )(?<!looking )after|looking for)"
        r" (?:(?:some|more|new|a few|any|extra|all the|exactly|precisely|just|something) ){0,3}(?:this"
        r"|{trade}|help|like this|like that|that sort of)\b",
        unless=r"\bnot\b|{nt}|\bno\b|never|\?|until|enough|someone else|before|without|left|who\b|tell"
        r" me|\bif\b",
    ),
    _r(
        "interest.come",
        _I.INTERESTED,
        0.78,
        r"\b(?:stop|drop|swing|pop|come) (?:by|in|over|round)\b[^\n]{0,14}(?:{day}|any ?time|whenever"
        r"|tomorrow|when you)|\b(?:come|pop|drop|swing|call) (?:and |by |in |over |round |along |up "
        r"|down )*(?:to )?(?:see|visit|meet|talk to|speak to|chat to) (?:us|me)\b|\byou (?:can|may"
        r"|could|are welcome to|should) (?:\w+ )?(?:come|visit|drop (?:in|by)|stop by|pop|present"
        r"|show)\b|\bshow (?:me|us)\b|\b(?:can|could|might|may) be (?:persuaded|tempted|convinced"
        r"|talked into|interested|open)\b|\b(?:count|deal) (?:me|us) in\b|\b(?:interest is|i am|i was"
        r"|i'm|we're|we are|consider (?:me|us)) (?:\w+ )?(?:piqued|hooked|game|tempted|keen"
        r"|interested)\b|\b(?:happy|glad|willing|prepared|ready|open) to (?:take|have|do|give|spare"
        r"|make|arrange|jump|hop|join|set|try|test) (?:you |it |a |an |this |the |on |up )*(?:\w+"
        r" )?(?:meeting|call|chat|minutes?|demo|look|try|go|time|trial|test|conversation|listen)\b"
        r"|\bi(?:'ll| will)? (?:\w+ )?(?:let you|allow you) (?:try|show|explain|pitch)\b|\bno harm in"
        r" (?:talking|a|listening|looking|having|hearing)|\bwhat (?:have )?you(?:'ve)? got\b|\bgo on,?"
        r" then\b|\btry (?:your|it on) (?:luck|me)\b",
        unless=r"\bnot\b|{nt}|\bno (?:longer|one)\b|\bif (?:you are|you're|anyone|i was|i were)|rather"
        r" than|come to see (?:me|us) (?:last|in)",
    ),
    _r(
        "interest.arrange",
        _I.INTERESTED,
        0.8,
        r"\b(?:be|am|i'm|we're|are) (?:\w+ )?(?:open to|up for|game for) (?:that|this|it|one)\b|(?:do"
        r" not|don'?t) hesitate to (?:contact|call|ring|write|e-?mail|get in touch|reach)\b"
        r"|\b(?:appreciate|welcome|like|love|need|want|interested in|grateful for) (?:(?:some|a bit|a"
        r" little|any|to (?:have|get|see|receive)) )*(?:more|further|additional) (?:info\w*|details?"
        r"|particulars|background)\b|\bcould (?:really )?(?:use|do with) (?:someone|somebody|you|that"
        r"|it|one)\b|\b(?:in search of|searching for) (?:exactly|such|a|some|this)\b|\b(?:please|pls"
        r"|kindly|do|just|so|you can|you may|feel free to|could you|can you|then) (?:\w+ )?(?:call|ring"
        r"|phone|dial|telephone)\b(?! (?:him|her|them|the|our|off|sales|back in"
        r"|reception))[^\n]{0,16}(?:\d|{day}|any ?time|after|before|lunch|between|from|morning"
        r"|afternoon)|\brevert (?:back )?(?:with|to (?:me|us) with)\b|\byou have my (?:ear|attention"
        r"|interest|curiosity)\b|\b(?:open|ready|available) (?:for|to) (?:such |this |a |an |any |your "
        r"|all |new |mutual )*(?:cooperation|collaboration|ideas?|proposals?|suggestions?|offers?"
        r"|discussions?|partnerships?|conversations?|talks?|dialogue|meetings?)\b|\b(?:could|might|may"
        r"|would) be (?:\w+ )?(?:a topic|an option|something (?:for|we)|of use|useful|of interest"
        r"|interesting|relevant|worth)\b|^(?:maybe |how about |say |ok,? |so,? |what about"
        r" )*{weekday}(?: [\w:]+){0,3}\?|\bfancy (?:a|some)\b|\b(?:arrange|organi[sz]e|schedule|fix(?:"
        r" up)?|set(?: up)?|book|propose|suggest|plan|have) (?:a|an|the|some|your|my) (?:\w+"
        r" )?(?:meeting|call|appointment|visit|chat|demo|session|slot)\b|\binteresting in (?:your|this"
        r"|the)\b|\bquote(?:,)? please\b|\bhear you out\b|\bgive you a hearing\b|\b(?:phone|call"
        r"|mornings?|afternoons?|evenings?)(?:'s| is| are) (?:best|easiest|better|good)\b|\bgive it a"
        r" (?:try|go|shot|whirl)\b|\bnot against\b",
        unless=r"\bnot (?!against|hesitate)|{nt}(?! hesitate)|\bno\b|\bif\b.{0,20}ever|until|after the"
        r"|next (?:year|quarter)|do you fancy yourself|\b(?:him|her|them)\b",
    ),
    _r(
        "interest.welcome_help",
        _I.INTERESTED,
        0.78,
        r"\bany help\b[^\n]{0,12}\b(?:welcome|appreciated|great)\b|\b(?:order ?books?|pipeline|books"
        r"|business|trade|things) ?(?:'s|is|are|looks?|has been|have been|'s been) (?:\w+ )?(?:thin"
        r"|empty|light|quiet|slow|bare|dry|slack)\b|^do tell\b|{weekday}[^\n]{0,20}\bi(?:'m| am) (?:in"
        r"|here|around|free|at my desk)\b",
        unless=r"\bnot\b|{nt}|until|\bout\b",
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
        unless=r"\b(?:dates?|times?|slots?|a (?:\w+ )?call|meeting|diary)\b|\bwhat (?:can|could|may) i"
        r" (?:do|help)|\bhow (?:can|could|may) i help|\b(?:present|demo|visit|come (?:by|in"
        r"|over)|pick (?:this|it) up|chat|call me|send|free|available|{weekday}|tomorrow|next"
        r" week|ring|remove|stop|unsubscribe|again in|later|another time|catch up|diary|try|get"
        r" back|check|follow up|(?:can|could|shall|should|might) we (?:talk|speak|meet|look|pick"
        r"|come|discuss)|how many (?:times|more)|remind\w*|circle|mind not|get (?:me |us )?off"
        r"|year[- ]end|why (?:do|are|would) you (?:keep|still)|drop)\b",
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
    _r(
        "question.first",
        _I.QUESTION,
        0.76,
        r"\bbefore (?:i|we) (?:\w+ ){0,2}?(?:answer|reply|respond|say|decide|commit|go|tell|name|agree"
        r"|talk|speak|bother|put|give)\b|\b(?:want|like|need|have|love|prefer|help|useful|good) to"
        r" (?:first )?(?:know|understand|hear|see) (?:\w+ )?(?:who|why|where|which|whether|how you"
        r" (?:got|found|came))\b|\btell (?:me|us) (?:first )?(?:who|why|where|which)\b|\b(?:let (?:me"
        r"|us) know|advise|state|mention|inform (?:me|us)|share) (?:\w+ ){0,3}?(?:requirements?|purpose"
        r"|reason|nature|intention|agenda|context|query|enquiry|inquiry|who you|what (?:this|it|you)"
        r"|whom you|which company|why you)\b|\bmay i (?:know|ask)\b|\bwho(?:'s| is) asking\b"
        r"|\bwhat(?:'s| is) in it for\b",
        unless=r"\b(?:time|day|date|slot)s?\b|if you need|before (?:i|we) (?:say no|go any)",
    ),
    _r(
        "question.not_clear",
        _I.QUESTION,
        0.74,
        r"\b(?:do not|{nt}|not|cannot|can'?t|failed? to|struggl\w+ to|unable to|not sure i|hard to)"
        r" (?:\w+ )?(?:understand|follow(?:ing)?|get|see|grasp|fathom|work out|make out|tell)(?: \w+)?"
        r" (?:your (?:question|mail|message|point|e-?mail|request)|the (?:question|point|mail)|what"
        r" (?:you|this|it|that)|which|any of this|a word)\b|\b(?:what|how) do you mean\b|\b(?:i'?m|am"
        r"|bit|little|now|quite) (?:\w+ )?(?:lost|confused|puzzled|unclear)\b|\bwhat\?+|\bhuh\b|\bcome"
        r" again\?|\bmakes no sense\b|\b(?:not|un) ?clear\b|\bdon'?t follow\b",
        unless=r"confus\w+ (?:me|us) with|lost (?:interest|contact)|don'?t follow up|get the point"
        r"|clear (?:no|enough)|see what you|not see",
    ),
    _r(
        "question.this_a",
        _I.QUESTION,
        0.72,
        r"^(?:is |are |so |and |hang on,? |wait,? |er,? |sorry,? )*(?:this|that|it|you|u) (?:a|an|some"
        r"|from|with|for|about|selling|offering|real|spam|human|ai|legit|the|guys|people|lot"
        r"|still)\b[^\n]{0,60}\?",
        unless=r"\b(?:{day}|call|free)\b",
    ),
    _r(
        "question.bare",
        _I.QUESTION,
        0.78,
        r"^(?:please |pls )?define\b|^(?:but |and |er,? |um,? )?(?:why|what|who|how|eh|hm+|pardon"
        r"|which)(?: so| now| me| us| though| dis| this| that| is this| is it| u| you| exactly| for|"
        r" of)?[?!. ]*$|\b(?:concerns?|regards?|relates? to|about|regarding|concerning|sell(?:ing)?"
        r"|offer(?:ing)?|want(?:ing)?) ?(?:what|which)?\.*\?|\bwhat(?:'s| is) your (?:\w+ )?(?:angle"
        r"|game|interest|offer|product|business|aim|goal|point|purpose|company|service)\b|\b(?:from|on)"
        r" (?:where|what|whose|whom) (?:basis |behalf )?(?:do|did|have|you|are)\b|^what(?:'s| is) (?!up"
        r"|next|the (?:best|plan|time))[^\n]{2,30}\?$|\bin (?:which|what) (?:matter|regard|respect"
        r"|context|connection|capacity)\b|\bon (?:behalf of whom|whose behalf)\b|\bwhom (?:am i|do (?:i"
        r"|you)|are you)\b",
        unless=r"interested|how about|what about (?:{day})|talk about",
    ),
    _r(
        "question.wh",
        _I.QUESTION,
        0.74,
        r"\b(?:who|whom|what|which|where|why|how)(?: [\w-]+){1,3} (?:do|does|did|have|has|are|is|were"
        r"|can|could|would|will) (?:you|your|u|it|this|that|they)\b[^\n]{0,80}\?",
        unless=r"\b(?:dates?|times?|slots?|call|meeting|diary|free|available|{weekday}|tomorrow|next"
        r" week|stop|remove|unsubscribe|help|many times|keep|still)\b",
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
        unless=r"\bme for now|\bno,? (?:thanks|thank you|ta)\b|used to|foreseeable|not now,? not ever"
        r"|(?:not|{nt}) interested (?:now|at)|no (?:interest|need)|\bnever\b",
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
        r" no|left|moved|retired|call me|ring me|port of call|if (?:they|he|she) ",
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
    _r(
        "later.remind",
        _I.NOT_NOW,
        0.85,
        r"\b(?:drop|send|give|ping|shoot|set) (?:me|us|yourself) (?:a |an |another )?(?:\w+"
        r" )?(?:reminder|nudge|poke|shout|line|ping|bell|buzz)\b[^\n]{0,30}\b(?:in|on|at|after|next"
        r"|around|when|once|before|{weekday}|{month}|end|later|towards|about|by|nearer|closer|then)\b"
        r"|\bremind (?:me|us)\b(?! (?:who|what|how|why|where))|\b(?:{back})\b[^\n]{0,28}\b(?:after|post"
        r"|following|past|beyond|come|around|nearer|closer to) (?!you|i\b|we\b|speak|talk|this mail"
        r"|that time|hours|reading|lunch|work|[1-9](?:\d)?(?:[.:]\d\d)? ?(?:am|pm|$))\w+",
        unless=r"\b(?:stop|remove|never|not)\b|{nt}|\bleft\b|(?:looked|looking|came|come|look) after"
        r"|runs? after|after (?:all|sales|that,? (?:it|she|he))|look(?:s|ed|ing)? after|ring me"
        r"|call me",
    ),
    _r(
        "later.until_done",
        _I.NOT_NOW,
        0.76,
        r"\b(?:until|till|til|once|when|after|as soon as|while)\b[^\n]{2,44}(?:\b(?:is|are|has|have"
        r"|will be|gets?|goes)|'s|'re|'ve) (?:\w+ )?(?:over|done|up|through|finished|complete\w*|open"
        r"|behind|settled|sorted|ready|signed|back|live|sleeping|running|past|clear\w*|expired?|in"
        r" place|out of the way|ended|quiet\w*|calm\w*|going|on|here|less)\b|\b(?:no point|no use"
        r"|nothing|not|won'?t|{nt})\b[^\n]{0,40}\b(?:before (?!you|i |we (?:know|talk))\w+|(?:until"
        r"|till) \w+)|\b(?:planning|plans?|budget(?:s|ing)?|programme|roadmap)\b[^\n]{0,20}\b(?:done"
        r"|closed|made|finished|complete|fixed|finali[sz]ed)\b|\bhold (?:that|this|the) thought\b"
        r"|\bfirst things first\b|\bout of the way first\b",
        unless=r"\b(?:{nt}|not|never) (?:ever )?(?:stop|write|contact|e-?mail)|\bleft\b|fired up|before"
        r" (?:sending|forwarding|passing)",
    ),
    _r(
        "later.contract",
        _I.NOT_NOW,
        0.76,
        r"\b(?:contract(?:s|ed|ual\w*)?|agreement|deal|lease|tied|tied in|locked|committed|signed|bound"
        r"|retainer)\b[^\n]{0,40}\b(?:until|till|til|through (?:to )?(?:{month}|20\d\d|next)|runs?"
        r"|running|expires?|ends?|renew\w*|is up|'s up|up for|for (?:another|the next|\w+ (?:months?"
        r"|years?)))\b",
        unless=r"happy with|no interest|not interested",
    ),
    _r(
        "later.we_will_call",
        _I.NOT_NOW,
        0.76,
        r"\b(?:i|we)(?:'ll| will| shall|'d| would)? (?:\w+ )?(?:come back to you|get back to you|be in"
        r" touch|get in touch|contact you|reach out|give you a (?:call|shout|ring)|call you|let you"
        r" know|write to you|revert|know where (?:you are|to find you)|keep (?:your|you|this|it) (?:\w+"
        r" )?(?:in mind|on file|handy|safe|for))\b[^\n]{0,24}\b(?:when\w*|if|once|should|as soon|in"
        r" (?:the|a|due)|after|next|later|case)\b|\b(?:don'?t|do not) (?:call|ring) us\b",
        unless=r"once i(?:'ve| have) (?:asked|spoken|checked)|who",
    ),
    _r(
        "later.planned",
        _I.NOT_NOW,
        0.74,
        r"\bon (?:the|our|my) (?:\w+ )?(?:list|agenda|roadmap|plan|radar|cards) for (?:20\d\d|next"
        r"|{month}|{season}|the)|\bnot (?:right )?at (?:this|the present|the current|that) (?:stage"
        r"|point|juncture|time|moment)\b|\b(?:any ?time soon|in the (?:near|foreseeable) future)\b"
        r"|\b(?:other|bigger|hotter|more (?:urgent|pressing)) (?:\w+ )?(?:fires?|fish|priorities|things"
        r"|problems|matters|worries)\b|\bshort[- ](?:staffed|handed)\b|\b(?:audit|stock-?tak\w+"
        r"|inventory|harvest|migration|move|merger|refurb\w*|exams?|inspection|launch|rollout|go-live"
        r"|trade fair|fair|lambing|tax season|recruitment|reorgani[sz]ation"
        r"|relocation)\b[^\n]{0,14}\b(?:going on|under ?way|ongoing|in progress|in full swing|right now"
        r"|at the moment|this (?:week|month)|on (?:just )?now|season)\b|\b(?:\w+ )?(?:good idea|good"
        r" thought|interesting)[,.;]? (?:but )?(?:bad|wrong|poor) (?:moment|time|timing)\b",
        unless=r"no interest|not interested",
    ),
    _r(
        "later.when",
        _I.NOT_NOW,
        0.78,
        r"\b(?:{back})(?: to)?(?: me| us)?(?: again)?,? (?:only )?(?:when|once|as soon as) (?!you|it"
        r" suits|convenient|is good|would|are|can|could|do)\w+|^(?:maybe |perhaps |try |say |around |in"
        r" |after |mid-?|early |late |so |then )*(?:{month}|{season})(?:,? (?:maybe|perhaps|instead"
        r"|then))?[?. ]*$|\b(?:now|today|this (?:week|month|quarter|year)|at present|currently|the"
        r" moment) (?:is|it'?s|are)(?: \w+)? (?:impossible|not possible|difficult|hard|bad|no good|mad"
        r"|hopeless|full|awkward|tricky|chaos|out)\b|\b(?:nobody|no one|not|no|n'?t|without|barely)"
        r" (?:\w+ ){0,3}?(?:minute|second to|breathing space|spare hour)\b|\b(?:second|first|third"
        r"|fourth) (?:half|quarter) of\b|\bsee how (?:that|this|it|things|they|we) (?:go(?:es)?|works?"
        r"|pans?|get)\b|\bwait a (?:bit|while|little)\b|\b(?:for|but) later\b|\bother (?:priority"
        r"|priorities)\b|\b(?:now|presently|currently) (?:is |it is )?not possible\b",
        unless=r"\bnever\b|\bleft\b|(?:call|ring|phone|ask) (?:him|her|them)|give me a minute|sooner or"
        r" later|keep (?:writing|you)",
    ),
    _r(
        "later.will_look",
        _I.NOT_NOW,
        0.78,
        r"\b(?:we|i)(?:'ll| will|'re going to| plan to| intend to| are going to| may| might) (?:\w+"
        r" )?(?:be )?(?:look|review|consider|revisit|start|tender|decide|discuss|need"
        r"|plan)\w*\b[^\n]{0,30}\b(?:in|after|from|by|around|next|come)\b (?:the )?(?:{month}|{season}"
        r"|next|new|20\d\d|year|quarter|future)|\b(?:eventually|at some point|some ?day)\b|\bnot at the"
        r" mo\b|\b(?:financial|fiscal|budget|tax) years\b",
        unless=r"\bnever\b|\bnot ever\b",
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
        unless=r"no thanks to|\b(?:normal|usual|first|standard|default)\w*\b[^\n]{0,20}\bno\b",
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
        unless=r"already (?:told|said|asked|replied|answered|spoke|sent|forwarded|passed)|do you"
        r" already",
    ),
    _r(
        "no.no_need",
        _I.NOT_INTERESTED,
        0.86,
        r"\b(?:no|not (?:any|a|much)|zero|don'?t (?:have|see) (?:any|a|the|much)?|have no|isn'?t (?:a"
        r"|any)|without|hardly any) ?(?:\w+ )?(?:need|requirements?|demand|plans?|appetite|budget for"
        r"|use(?! to you)|desire|intention|call|room|place|benefit|value|fit|scope)\b(?! to (?:reply"
        r"|respond|answer|apolog))|\b(?:don'?t|do not|doesn'?t|won'?t|wouldn'?t|never) (?:\w+ )?(?:need"
        r"|want|require|use|buy|do|outsource|engage|work with|take on|see (?:a|the|any|how|this|it|us)"
        r"|think (?:this|it|we|that)|believe|feel|like|plan|accept|entertain|deal with (?:agencies"
        r"|vendors|cold)|respond to|apply)\b(?! to (?:be rude|stop you)|.{0,8}\bto know\b)|\bnothing"
        r" (?:here |there |in it )?for (?:you|us|me)\b|\bnot (?:something|anything) (?:we|for|that (?!i"
        r"|cross|come|land)|i(?:'d| would)? (?:want|need|use|buy|care|pay))\b|\b(?:not|isn'?t|aren'?t"
        r"|wasn'?t) (?:for|what|something|of) (?:us|me|we|that|use)\b|\b(?:rather|prefer to) (?:not"
        r"|handle|do|keep|manage)[^\n]{0,25}\b(?:ourselves|in-?house|internally|own)\b|\b(?:handle|do"
        r"|manage|run) (?:\w+ ){0,3}(?:ourselves|internally)\b|\b(?:tried|looked at|used|did) (?:this"
        r"|it|that|one|these|something|similar|a few)\b[^\n]{0,40}\b(?:didn'?t|did not|before|last year"
        r"|no luck|nowhere|never)\b|\b(?:going|have|want|like|afraid) to say no\b|\bsay(?:ing)? no\b"
        r"|\bnot (?:looking|in the market|needed|required|relevant|necessary|applicable|a (?:good"
        r" )?(?:fit|match)|convinced|worth|planning|considering|buying|taking|seeking|open|hiring"
        r"|currently looking)\b",
        unless=r"\b(?:i|we) (?:don'?t|do not) (?:deal with (?:that|this|it|sales)|know|do (?:that|this"
        r"|it|sales|the)|have (?:a|any) (?:sales|such)|think (?:i|i'?m|you(?:'ve| have)|that'?s"
        r" (?:me|my)))|no need to (?:reply|respond)|want to (?:hear|receive|be (?:contacted"
        r"|e-?mailed))|don'?t want (?:any|more|your|these)|right (?:person|contact|place"
        r"|address)|\bwho\b|not (?:looking|open) (?:at (?:this|it) )?until|don'?t (?:like|want)"
        r" to|don'?t need to (?:know|be)|do not use|don'?t use (?:this|the|my)|think straight"
        r"|don'?t (?:really )?do e-?mail|don'?t work (?:with|in|on) (?:that|sales)"
        r"|\bwhat\b.{0,20}\bneed\b|the one you (?:don'?t|do not)|\bbefore\b|(?:don'?t|do not) do"
        r" (?:that|this) (?:kind|sort|type)",
    ),
    _r(
        "no.idiom",
        _I.NOT_INTERESTED,
        0.82,
        r"\bnot after anything\b|\b(?:it'?s|that'?s) a (?:hard |firm |polite )?pass\b|\btoo rich\b"
        r"|\brely on (?:repeat|word|existing|our)\b|\bnot how we\b|\bcan'?t say (?:it|that|this|i)\b"
        r"|\bin the slightest\b|\bthat'?s plenty\b|\bplenty\b[.! ]*$|\bpolicy (?:of|not|is"
        r"|against)\b[^\n]{0,30}\b(?:not|against|no|never)|\b(?:doesn'?t|does not|don'?t|do not|won'?t"
        r"|wouldn'?t) (?:match|meet|suit|fit|serve|address|apply|benefit|concern) |\b(?:isn'?t|is not"
        r"|not|won'?t be|never be) (?:\w+ )?(?:a )?priority\b|\brather (?:spend|keep|put|use|eat"
        r"|have)\b|\bturned (?:\w+ ){0,5}?down\b|\b(?:shall|will|won'?t|would) not be (?:taking"
        r"|proceeding|pursuing|needing|requiring|using)|\btak(?:e|ing) (?:it|you|this|that) up\b"
        r"|\b(?:lost|no|cut|slashed|zero|without a?) (?:\w+ ){0,3}budget\b|\bnothing to talk about\b"
        r"|\b(?:fine|good|happy|ok|okay) as (?:we|i) (?:are|am)\b|\bbuild our own\b|\b(?:don'?t|do not)"
        r" buy in\b|\bgive (?:it|this) a miss\b|\bdisappoint\b|\b(?:ship has sailed|answer (?:is"
        r"|remains|stays|will be) (?:still )?(?:a )?no|decided against|decided not to|(?:can'?t|cannot"
        r"|can not|couldn'?t|don'?t|do not|fail to) (?:really )?(?:see|imagine|picture) (?:us|me|a|any"
        r"|how|it|the|much|why|where|that|this)|(?:can'?t|cannot|can not|couldn'?t) (?:afford|justify)"
        r"|cup of tea|nothing doing|no appetite|not (?:a )?(?:fan|bothered|fussed|tempted|sold|going"
        r" there|for now or later)|of (?:no|little) (?:use|interest|value|benefit|relevance)|no"
        r" intention|no desire|leave (?:it|things|well) (?:as|alone|there)|happy (?:where|as|with how)"
        r"|got burnt|got burned|been there,? done that|order book(?!'?s? (?:is )?(?:thin|empty|light"
        r"|quiet|bare|slow))|too (?:small|expensive|old)|not (?:currently |actively )?(?:seeking"
        r"|looking|shopping))\b|(?:,|but|so|-|:|the answer is|it'?s|is) (?:still )?(?:no|nope|nah)(?:"
        r" (?:thanks|thank you|from (?:me|us)))?[.! ]*$",
        unless=r"budget (?:left )?(?:this|until|for this|till)|not a priority (?:this|right|now|at"
        r"|for us this)|take (?:it|this) up with|not looking (?:at|forward)|who .{0,20} no\b"
        r"|(?:right|correct) no\b|\b(?:normal|usual|first|standard|default)\w*\b[^\n]{0,20}\bno\b",
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
        unless=r"don'?t bother (?:me|us)|rather not[^\n]{0,40}\b(?:before|until|till)\b|should (?:ask"
        r"|contact|speak|talk)|wrong|thanks but (?:i|that)|know who",
    ),
    _r(
        "no.as_it_is",
        _I.NOT_INTERESTED,
        0.84,
        r"\b(?:have|has|'ve|got|is|are) (?:\w+ )?(?:it|this|that|that side|everything|all that) (?:\w+"
        r" )?(?:covered|in hand|under control|sorted|taken care of|catered for)\b|\b(?:wish|want|like"
        r"|prefer|happy|plan|intend) (?:to )?(?:remain|stay|keep) (?:so|that way|small|as we are)\b"
        r"|\b(?:how|the way|like it) (?:we|i|that way|this way|as it is)(?: both| all)? ?(?:like|want"
        r"|prefer|do)? ?(?:it|things|to keep it)?[.! ]*$|\b(?:nah|no|thanks|cheers|ta|but|think|nope),?"
        r" you(?:'?re| are) (?:al(?:l ?)?right|fine|ok|okay|grand|good)\b|\bsuits (?:me|us) (?:just "
        r"|very )?(?:fine|well|down)|\b(?:quite|perfectly|very) (?:happy|content|comfortable) (?:as"
        r"|where|the way|without)\b|\b(?:do|does|make|run|handle|manage|prefer) (?:\w+ ){0,2}(?:our|my"
        r"|its|it's|their) own (?:\w+ )?(?:selling|sales|marketing|thing|prospecting|outreach)\b",
        unless=r"\bnot (?:how|the way)\b|see how|signal|offline|\bif you like\b",
    ),
    _r(
        "no.somebody_already",
        _I.NOT_INTERESTED,
        0.76,
        r"\b(?:have|has|'ve|got|use|using|employ|with|retain) (?:\w+ )?(?:(?:a|an|our own|my own|some"
        r"|one|the same) )(?:\w+ )?(?:guy|man|woman|person|bloke|chap|lad|lady|agency|firm|company"
        r"|supplier|partner|consultant|broker|agent|rep|cousin|nephew|friend)(?: already| for (?:that"
        r"|this|it|all that)| (?:who|that) (?:does|do|handles|looks)| doing (?:that|it|this)| on (?:it"
        r"|that))*[.!,]* ?(?:$|thank|so\b|and\b|for\b|already)|\b(?:some(?:one|body)|people|a team"
        r"|others?) (?:for (?:that|this)|(?:who|that) (?:already )?does? (?:that|this)|doing (?:that"
        r"|this) for us)(?: already)?[.! ]*$|\b(?:someone|somebody|an agency|a firm|another firm|a"
        r" partner|another company) (?:already )?(?:does|do|handles|takes care of) (?:that|this|it)(?:"
        r" already)? for us\b",
        unless=r"\?|don'?t have|talk to|speak|ask|contact",
    ),
    _r(
        "no.pointless",
        _I.NOT_INTERESTED,
        0.8,
        r"\b(?:no|not much|little|n'?t any|n'?t much|hardly any|see no|without) (?:point|sense|reason"
        r"|cause|business case)\b|\b(?:no|{nt} (?:got |have |have got )?(?:the|any)|not enough|without"
        r" the|short of) (?:spare )?(?:money|funds|cash|budget)\b|\b(?:wind(?:ing)?|clos(?:e|ing)"
        r"|shut(?:ting)?|sell(?:ing)?|pack(?:ing)?) (?:\w+ ){0,3}?(?:down|up|the (?:business|company"
        r"|firm|shop|doors))\b|\bceas\w+ (?:trading|business|operations)\b|\bin (?:liquidation"
        r"|administration)\b",
        unless=r"until|\btill\b|before|this (?:year|quarter|month)|for (?:christmas|the (?:day|weekend"
        r"|holidays?))|at the moment|no reason not|why",
    ),
    _r(
        "no.by_itself",
        _I.NOT_INTERESTED,
        0.78,
        r"\b(?:by|through|from|on|via|is|are|just|all) (?:\w+ ){0,2}?(?:recommendations?|word[- ]of[-"
        r" ]mouth|reputation|repeat (?:business|orders|customers|work|trade|clients)|personal"
        r" contacts?)\b|\b(?:they|customers?|clients|people|orders|work|business) (?:\w+ )?(?:find"
        r"|finds|come|comes) (?:to )?(?:us|me)\b|\b(?:do not|{nt}|never|no longer) (?:\w+ ){0,3}?(?:win"
        r"|look for|chase|hunt|court|advertise|tout|compete|pitch for|acquire|take on|seek|go after"
        r"|add) (?:\w+ ){0,2}?(?:{trade})\b|\b(?:one|two|three|four|five|a handful of|a few|a dozen)"
        r" (?:\w+ )?(?:customers?|clients|buyers|supermarkets|neighbours"
        r"|accounts)\b[^\n]{0,24}\b(?:plenty|enough|all we|happy|like it|that'?s it|suits?)\b",
        unless=r"\?|\b(?:to|can|could|help)\b[^\n]{0,12}(?:find|come)",
    ),
    _r(
        "no.not_our_way",
        _I.NOT_INTERESTED,
        0.82,
        r"\b(?:we|i)(?:'d| would)? (?:do not|{nt}|never|no longer) (?:\w+ )?(?:do|go in for|go for|hold"
        r" with|believe in|buy|touch|entertain|engage|deal with|respond to|answer|work with|use|take on"
        r"|consider|hire|outsource) (?:\w+ )?(?:(?:that|this|such) (?:kind|sort|type|thing)|such"
        r"|anything (?:like|of)|cold|unsolicited|external|outside|third|agenc\w+|consultants?|vendors?"
        r"|lead gen\w*|middlemen|brokers|marketing|paid|from cold)\b|\bagainst (?:our|company|the|my"
        r"|house) (?:\w+ )?(?:polic\w+|rules?|principles?|religion|ethos|values)\b|\b(?:our|company"
        r"|house) (?:policy|rule) (?:is )?(?:not|never)\b|\b(?:i|we)(?:'d| would) (?:sooner|rather)"
        r" (?!not|you|speak|talk|call|meet|hear|see|discuss|phone|write|have a|know|do (?:it|this|that)"
        r" (?:in|on|by|over|later))\w+",
    ),
    _r(
        "no.wont_proceed",
        _I.NOT_INTERESTED,
        0.85,
        r"\b(?:won'?t|will not|shan'?t|shall not|not (?:going to|gonna)|decided not to|prefer not to"
        r"|choose not to|chosen not to) (?:\w+ )?(?:be )?(?:tak(?:e|ing)|pursu\w+|proceed\w*|go(?:ing)?"
        r" (?:ahead|forward|further|down)|mov(?:e|ing) (?:ahead|forward)|progress\w*|explor\w+"
        r"|consider\w*|engag\w+|participat\w+|buy\w*|sign\w*|be needing|need\w*|requir\w+|change"
        r"|changing|switch\w*)\b|\b(?:must|need to|obliged to|afraid we|have to|regret\w* to|i'?ll"
        r"|we'?ll|we|i) (?:\w+ )?(?:decline|say no|turn (?:it|this|you|that) down)\b|\bwhat(?:ever"
        r"|soever) (?:it is|you(?:'re| are) \w+)[^\n]{0,12}\b(?:no|not|{nt})\b|\b(?:sums it up|that'?s"
        r" that)[.! ]*$",
        unless=r"before|until|\btill\b|this (?:year|quarter|month)",
    ),
    _r(
        "no.full",
        _I.NOT_INTERESTED,
        0.78,
        r"\b(?:full|fully|completely|totally|entirely) (?:covered|booked|staffed|supplied|occupied"
        r"|loaded|served|equipped|engaged|subscribed|utili[sz]ed)\b|\b(?:capacity|order ?books?"
        r"|workshop|plant)\b[^\n]{0,10}\b(?:sold|full|booked|filled|taken|packed)\b|\b(?:years?|months?"
        r"|weeks?|days?|bit|little) too late\b|\b(?:hired|recruited|taken on|took on|employed|appointed"
        r"|gone with|chosen|chose|went with|switched to|contracted|signed(?: up)?(?: with)?) (?:\w+"
        r" ){0,3}?(?:own|someone|somebody|agency|firm|partner|company|salesman|rep|team|supplier"
        r"|provider|competitors?|other|another)\b|\bcompetitors?\b[^\n]{0,24}\b(?:signed|chosen|deal"
        r"|contract)\b|\blast thing (?:i|we) (?:\w+ )?need\b|\b(?:get|receive|given|are given) (?:all"
        r" )?(?:of )?our (?:work|orders|customers|business|clients) (?:from|by|through|via)\b",
        unless=r"\?|until|\btill\b|who (?:starts|will)|\bleft\b|talk to (?:me|us)|come back|for the"
        r" (?:next )?(?:\w+ )?(?:weeks?|months?)\b",
    ),
    _r(
        "no.we_manage",
        _I.NOT_INTERESTED,
        0.82,
        r"\bwe (?:can )?(?:manage|cope|get by|get on|do|are doing|muddle through) (?:just |quite |very "
        r"|perfectly |pretty )?(?:fine|ok|okay|well|alright|on our own|without|ourselves|nicely)\b|\bwe"
        r" manage[.! ]*$|\bwe(?:'ll| will|'d be) be (?:\w+ )?(?:fine|ok|okay|alright)\b|\b(?:outside"
        r"|beyond|not) what (?:we|i)(?:'d| would|'re)? ?(?:\w+ )?(?:spend|pay|need|want|do|look\w*|use"
        r"|buy|after)\b|\b(?:i|we) (?:\w+ )?doubt\b|\b(?:do not|{nt}) think (?:so|it'?s for|this is for"
        r"|we(?:'d| would|'ll)? (?:need|want|use|be)|it(?:'s| is| would)|that(?:'s| is| would))\b"
        r"|\bwon'?t be needed\b|\bnot (?:interesting|actual|useful|attractive|suitable|appropriate|a"
        r" (?:good )?match|helpful|of use) (?:for|to) (?:us|me|our)\b|\bhave (?:not|no) (?:\w+ )?need\b",
        unless=r"who|\bright (?:person|contact)|(?:me|mine|my (?:area|job))\b|this year|right now|yet\b",
    ),
    _r(
        "no.not_our_thing",
        _I.NOT_INTERESTED,
        0.84,
        r"\b(?:not|{nt}|never) (?:\w+ )?our (?:thing|bag|style|line|world|scene|cup|sort|kind|market"
        r"|way|game)\b|\b(?:not|{nt}|never) (?:\w+ )?worth\b|\bnobody (?:here|in|at)?[^\n]{0,14}(?:will"
        r"|would|wants?|needs?|is going to) (?:go for|buy|want|use|need)\b|\bmakes? no (?:difference"
        r"|odds)\b",
        unless=r"worth (?:a|an|noting|mentioning)|who\b",
    ),
    _r(
        "no.ourselves",
        _I.NOT_INTERESTED,
        0.82,
        r"\b(?:prefer|like|rather|want|able|happy|manage|choose) (?:to )?[^\n]{0,30}\b(?:ourselves"
        r"|in-?house|on our own)\b|\bthan (?:we|i) (?:can|could|know what|want|need)\b|^(?:i'?m|we'?re)"
        r" out[.! ]*$",
    ),
    _r(
        "no.stopped",
        _I.NOT_INTERESTED,
        0.74,
        r"\b(?:we|i|company|board|management)(?:'ve| have| had to| has| decided to)? (?:\w+"
        r" )?(?:stopped|stop|cut|given up|gave up|scrapped|abandoned|ended|discontinued|cancelled)"
        r" (?:all |our |the |any )*(?:\w+ )?(?:taking|buying|using|working|spend\w*|marketing"
        r"|outsourc\w+|advertis\w+|agenc\w+|external|outside|hiring|sales activit\w+)\b",
        unless=r"until|\btill\b|this (?:year|quarter)|for now",
    ),
    _r(
        "no.chosen",
        _I.NOT_INTERESTED,
        0.84,
        r"\b(?:decided|chosen|agreed|opted|elected) to (?:go|stay|stick|work|continue|remain) with\b",
    ),
)

_WRONG_PERSON = (
    _r(
        "wrong.not_me",
        _I.WRONG_PERSON,
        0.85,
        r"\b(?:not|isn'?t|ain'?t|aint|never|wasn'?t|neither)\b (?:\w+ ){0,2}?(?:me\b|(?:my|our) (?:area"
        r"|department|dept|job|field|remit|role|thing|patch|lane|bag|call|responsibility|domain|side"
        r"|circus|place|business|decision|line|competenc\w+|profession|subject|speciality|matter"
        r"|concern|task|dut(?:y|ies)|work|sphere|sector|world|desk|division|territory|function|turf"
        r"|beat|end|forte|expertise|wheelhouse|section|team)|(?:in|within|under|part of|on) my (?:\w+)"
        r"|the (?:right|correct|best|appropriate|proper|relevant) (?:\w+ )?(?:person|one|contact|place"
        r"|address|department|guy|man|woman|desk|inbox|company|mailbox|people|port)|mine)\b|^n(?:ope|ah"
        r"|o)?,? (?:that'?s )?not me\b|\bwrong (?:\w+ )?(?:person|guy|man|woman|lady|department|dept"
        r"|address|company|place|desk|e-?mail|number|tree|one|team|office|firm|school|business|contact"
        r"|recipient|door|end|bloke|chap|fella|town|country|inbox|organi[sz]ation|\w+)\b|\bbarking up\b"
        r"|\bout(?:side)? (?:of )?my (?:\w+ )?(?:remit|area|scope|lane|role|responsibilit\w+|department"
        r"|field|jurisdiction)\b",
        unless=r"not (?:\w+ )?our (?:thing|bag|style|line|world|business|beat|way)|not (?:just|only) me"
        r"|wrong (?:time|moment|timing)|(?:don'?t|do not) get me wrong|nothing wrong|went wrong"
        r"|not in my (?:budget|plans)|never (?:contact|e-?mail|write)|what'?s wrong|not on my"
        r" (?:list|radar|agenda)",
    ),
    _r(
        "wrong.nothing_to_do",
        _I.WRONG_PERSON,
        0.85,
        r"\b(?:nothing|not(?:hing)?|{nt}|no longer anything|never had anything|anything) (?:\w+ )?to do"
        r" with (?!you)\w+|\bhave no (?:involvement|dealings|say|part|connection|influence"
        r"|visibility)\b|\b(?:not|{nt}|no longer|never) (?:[\w']+ ){0,2}?(?:involved|responsible|in"
        r" charge|deal(?:ing)?(?: with)?(?! (?:this|it|that) (?:before|until|now|right))|handl(?:e|ing)"
        r"|work(?:ing)? (?:in|on|with) (?:that|sales|commercial|this)|cover(?:ing)?|look(?:ing)? after"
        r"|manag(?:e|ing)|respons\w+|cover|do (?:sales|that|this|selling|any)(?! (?:kind|sort|type))"
        r"|touch|part of (?:that|the sales|sales))\b",
        unless=r"don'?t (?:handle|manage) (?:well|rejection)|not (?:deal|work)\w* with (?:agencies"
        r"|vendors|cold|outside|external|third)|won'?t",
    ),
    _r(
        "wrong.do_not_know",
        _I.WRONG_PERSON,
        0.82,
        r"\b(?:no|not? a|haven'?t (?:a|the|got a)|without a|absolutely no|not the) (?:\w+ )?(?:idea"
        r"|clue|inkling|notion|foggiest|faintest|scooby)\b|\b(?:don'?t|dont|do not|wouldn'?t|couldn'?t"
        r"|not sure|unsure|can'?t|cannot|never|unable to|not able to|hard to) (?:\w+ ){0,2}?(?:know"
        r"|knows|tell(?: you)?|say|think of|point you|direct you|advise|suggest"
        r"|recommend)\b[^\n]{0,30}\b(?:who|whom|anybody|anyone|where|person|that|this|him|her|well"
        r" enough|anywhere)\b|\bwouldn'?t know\b|\bi (?:don'?t|do not|dont) know[.,! ]*(?:$|sorry)"
        r"|\b(?:not sure|unsure|dunno|idk|beats me|search me|haven'?t a clue|who"
        r" knows)\b(?!.{0,20}(?:interest|what you|we need|for us|(?:whether|if) (?:this|it|we)))"
        r"|\b(?:can(?:'t|not| not)|unable to|not able to|not going to be able to|won'?t be able to"
        r"|couldn'?t) (?:really |possibly )?(?:help|assist)\b|\bno help\b|\bof no (?:help|use) to you\b"
        r"|\bnot (?:much|any) (?:help|use)\b|\bi(?:'d| would) rather not (?:volunteer|name|give|say"
        r"|share)",
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
        r"|this)(?! (?:kind|sort|type)))\b|\bnot at liberty\b|\bcan'?t give out\b",
        unless=r"\bi only (?:handle|do|deal) (?:with )?(?:sales|commercial)|can'?t say (?:that"
        r" )?(?:i|we)|\byou(?:'ll)? want to (?:talk|speak)",
    ),
    _r(
        "wrong.my_job",
        _I.WRONG_PERSON,
        0.55,
        r"\b(?:i(?:'m| am|m)|this is|you(?:'ve| have) (?:reached|come through to|got)|i work (?:in|for"
        r"|as)|i do|i only|i just|i run|only)\b (?:\w+ ){0,4}?(?:accounts|accountant|accounting|finance"
        r"|bookkeep\w+|payroll|hr|human resources|(?:in|from|the|our|head) it(?=[.,!]| dep| team| side|"
        r" and|$)|it support|engineer\w*|technician|tech|intern|receptionist|reception|teacher|driver"
        r"|designer|nurse|doctor|lawyer|apprentice|student|trainee|warehouse|logistics|production"
        r"|maintenance|mechanic|cleaner|security|porter|janitor|chef|cook|gardener|quality|lab"
        r"|research\w*|developer|programmer|librarian|registry|registrar|caretaker|saturdays|welder"
        r"|electrician|admin(?:istrator)?|assistant|secretary|temp|volunteer|editor|purchasing"
        r"|procurement|buyer|legal|compliance|safety|service|support|store|shop floor|night shift"
        r"|part[- ]?time|new (?:here|starter)|freelancer?|contractor|consultant)\b",
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
        r"|\bnever heard of (?!you|u\b)",
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
    _r(
        "wrong.not_the_one",
        _I.WRONG_PERSON,
        0.84,
        r"\b(?:do not|don'?t|doubt) (?:think )?(?:that )?i(?:'m| am) (?:the|your|quite|who)\b|\bi(?:'m|"
        r" am) not the (?:\w+ )?(?:owner|boss|director|manager|head|buyer)\b|\b(?:not|{nt}|never)"
        r" (?:really |actually |quite |exactly )?(?:the|your|a) (?:\w+ ){0,2}?(?:person|one|contact|man"
        r"|woman|guy|lass|chap|authority|decision[- ]?maker|in-?charge|addressee|recipient)(?: you| for"
        r"| to| who| here| in|[.,!]|$)|\bthe one you (?:don'?t|do not) (?:want|need)\b|\b(?:not|{nt}|no"
        r"|never|without|nor|hardly any) (?:\w+ ){0,5}?(?:say in|say over|authority|influence|voice in"
        r"|power to|input|bearing|clout|decision[- ]making|purchasing power|jurisdiction)\b|\b(?:any"
        r" )?(?:say|influence|authority|power)\b[^\n]{0,24},? (?:no|none|nil)\b",
        unless=r"in-?house|not the only|\bwe have no\b",
    ),
    _r(
        "wrong.could_not_say",
        _I.WRONG_PERSON,
        0.82,
        r"\b(?:could|can|would)(?:n'?t|not| not) (?:rightly |really |honestly |possibly |even )?(?:tell"
        r" you|say who|name|begin to)\b|\b(?:couldn'?t|wouldn'?t|can'?t) (?:\w+ )?say(?:[,.!]|$| sorry|"
        r" for sure)|\b(?:not|{nt}|no|without|hardly) [^\n]{0,14}\b(?:idea|clue|notion|inkling|foggiest"
        r"|faintest|scooby)\b|\b(?:don'?t|do not|no use|no good|no point) ask(?:ing)? me\b(?! again|"
        r" for)|\bi (?:just|only) (?:work here|do as|clean|answer|take|do the|make the|look after|help"
        r"|open|sort|post|fix)\b|\bsearch me\b|\b(?:nobody|no one|no-one|noone|none|{nt} (?:have|got"
        r"|know)(?: of)? (?:anybody|anyone|a \w+)|no \w+)(?: here| at \w+)? (?:like|called|named|by|of"
        r"|with) (?:that|this|the)\b",
        unless=r"\?|how much|enough|idea (?:what|how|why) (?:you|this|it)|(?:bad|good|great) idea|any"
        r" more|(?:any)? longer|here now",
    ),
    _r(
        "wrong.another",
        _I.WRONG_PERSON,
        0.76,
        r"\b(?:must|might|may|will|could) be (?:an?other|a different|the other|some other|a namesake)\b"
        r"|\b(?:two|three|several|lots|plenty) of us (?:called|named|with)\b|\bnamesake\b|\b(?:a|the"
        r"|some) (?:different|other) (?:[a-z]+ )?(?:company|firm|business|outfit|person|branch|country"
        r"|[a-z]+) (?:with|of|by|in) (?:a|the|that) (?:similar|same)\b|\byou(?:'d|'ll| will| would|'re|"
        r" are)? (?:\w+ )?(?:want|need|after|looking for|must mean|mean) (?:some(?:one|body)|a person"
        r"|another|one of the|the other)\b(?! call| time| mail)|\bsold (?:my|the|our) (?:shares?|stake"
        r"|half|part|interest)\b|\b(?:private|personal|home|family|household|school|parents?'?)"
        r" (?:e-?mail |mail )?(?:address|inbox|mailbox|account)\b",
        unless=r"\?|\bi sold\b[^\n]{0,30}\bto\b[^\n]{0,20}who",
    ),
    _r(
        "wrong.not_in_that",
        _I.WRONG_PERSON,
        0.82,
        r"\bi(?:'m| am|m) not (?:\w+ )?(?:in|with|from|part of|on|responsible|in charge|dealing"
        r"|handling|involved|doing|concerned|competent|authori[sz]ed|qualified)\b(?! (?:a position|a"
        r" rush|town|the market|the office|today|until|board))|\b(?:not|{nt}|no) (?:\w+"
        r" ){0,2}?(?:knowledge|insight|visibility) (?:of|about|on|into|regarding|in)\b|\bi(?:'m| am|m|"
        r" m)(?: a| an| the)? (?!responsible|sales|in charge|sole|owner)(?:\w+ ){1,2}only\b|\bnothing"
        r" (?:i|we) (?:can|could) (?:help|do|say|add)\b|\b(?:not|nothing"
        r"|{nt})\b[^\n]{0,26}\b(?:cross(?:es)?|comes?|lands?|gets?) (?:across |on |to )?(?:my (?:desk"
        r"|way|path))\b|\bi(?:'m| am| work| sit) (?:\w+ )?(?:on|in|at|with) (?:the )?(?!sales"
        r"|commercial|business|same|other|right|marketing)[a-z]+ (?:side|end|team|department|division"
        r"|lab|shop|section)\b|\bwe (?:only|just|merely) (?:rent|lease|share|sublet|clean|service|host"
        r"|occupy)\b|\b(?:have|got) me (?:\w+ )?(?:confused|mixed|muddled|mistaken)\b|\bnot"
        r" (?:something|anything|a thing) (?:that )?i(?:'m| am| get| deal| have| do| handle| know| look"
        r"| can| could)\b|\bi(?:'ve| have)? (?:left|gave up|got out of|stopped|quit|moved (?:away"
        r" )?(?:from|out of)) (?:the )?(?:\w+ )?sales\b",
        unless=r"in charge of (?:my own|the weather)|not in (?:the )?(?:mood|habit)",
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
        r"|that (?:does|did)|i'?m not here|^(?:\w+ )?not here\b(?! any)|back (?:on |from"
        r" )?(?:{weekday}|\d)|home ",
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
        unless=r"since (?:he|she|they|\w+)(?:'ve| have| has)? (?:retired|left)|\b(?:right and|nothing"
        r"|time|weeks?|days?|months?|hours?|budget|money|what'?s|is|are|on the|turn|how|anything"
        r"|space|only|has|have|one|last) left\b|\b(?:phone|laptop|computer|server|forklift|battery|truck"
        r"|van|car|printer|machine|line|internet|wifi|boiler|heating|connection|dog|cat|engine"
        r"|website|idea|project|deal|interest) (?:just |has |has just )?died\b|left (?:the"
        r" (?:\w+ )?(?:sales|commercial)|sales|hand|side|over|open|off|to (?:do|say)|in (?:the"
        r" (?:pot|budget|tank|year)|this))|if (?:he|she|they|you)|resigned to|moved on (?:to"
        r" (?:another|a different) (?:supplier|provider|solution))|we(?:'ve| have)? moved on",
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
        unless=r"months? left|left (?:the )?(?:\w+ )?(?:sales|selling|commercial)|no longer (?:with"
        r" (?:sales|that)|part of (?:that|sales))|no longer at (?:this|that) (?:number|desk"
        r"|address)",
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
    _r(
        "left.former",
        _I.LEFT_COMPANY,
        0.85,
        r"\b(?:no longer|not|{nt}|no more) (?:work|works|working|employed) (?:by|with|at|in|for) (?:us"
        r"|our|the (?:company|firm|office))\b|\bceased to (?:be|work)\b|\bi?(?:'ve| have)? ?sold (?:the"
        r"|my|our) (?:firm|business|company|practice|shop|agency)\b|\b(?:sorry|sad|sadly"
        r"|regret)\b[^\n]{0,40}\bpassed\b(?! (?:it|this|that|your|on to|you|me|the|along))|\bgot the"
        r" (?:sack|boot|axe|chop)\b|\bmy time (?:at|with) \w+ (?:\w+ )?(?:ended|came to|is over"
        r"|finished)\b|\b(?:ex|former)[- ]?(?:employee|colleague|member of staff|staff|co-?worker"
        r"|workmate)\b|\b(?:been|was|got|is|were) (?:\w+ )?(?:relieved (?:from|of|by)|terminated"
        r"|dismissed|released (?:from|by)|let go|made redundant|laid off|separated from|transferred"
        r" (?:out|to (?:another|a different) (?:company|firm|group)))\b|\bno (?:more|longer) (?:with"
        r" (?:us|our|the)|in (?:our|the|this) (?:company|organi[sz]ation|firm|services?)|working"
        r"|employed|our (?:employee|colleague)|on (?:our|the) (?:staff|payroll|books))\b|\bused to"
        r" (?:work|be) (?:there|here|for (?:them|that|you|us)|with (?:us|them)|at [a-z]+)\b|\b(?:my|his"
        r"|her) (?:old|former|previous|ex-?) ?(?:job|employer|company|firm|workplace)\b|\bi (?:do not"
        r"|don'?t) work (?:here|there)(?: now| any ?more| any longer)|\b(?:doesn'?t|does not|no longer"
        r"|hasn'?t|isn'?t|is not|has not|not) (?:been )?(?:work|works|working|worked|employed) (?:here"
        r"|there|for us|with us|at this company|in (?:this|our) company)(?: now| any ?more| any longer"
        r"|[.,!]|$| since| for (?:a|\w+) (?:years?|months?|while))|\b(?:nobody|no one|no-one|noone"
        r"|none)\b[^\n]{0,26}\bname\b[^\n]{0,24}\b(?:any ?more|any longer|now)\b|\b(?:left|quit"
        r"|vacated) (?:his|her|my|their|the) (?:post|position|job|role)\b|\b(?:last|final) day (?:was"
        r"|with|at)\b|\bparted (?:company|ways)\b|\bnot (?:with|at) (?:us|the company|[a-z]+) any"
        r" ?(?:more|longer)\b",
        unless=r"deal|budget|if (?:he|she|they)|on (?:mondays?|tuesdays?|wednesdays?|thursdays?"
        r"|fridays?)|(?:in|of|into|with|on) my (?:old|former|previous)|interested",
    ),
    _r(
        "left.gone",
        _I.LEFT_COMPANY,
        0.8,
        r"\b(?!(?:it|that|this|everything|budget|budgets|money|time|year|season|all|days|mail|e-?mail"
        r"|message) ?(?:'s|is|has))(?:[a-z]{2,}|he|she|they)(?:'s| is| has| have|'ve| are)(?: now| long"
        r"| also| since| sadly)? gone(?=[.,!]|$| since| from (?:us|here|the)| as of| last| now| for"
        r" good| to (?:work|new|another|a |pastures|live|australia|canada|his|her)| in {month}| before|"
        r" these| over a| a (?:year|month|while))",
        unless=r"\b(?:if|when|once|after)\b|gone (?:home|out|through|on)\b|till|until|back",
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
        r"\b(?:you (?:are )?receiv(?:e|ing) this|view (?:this|it) in (?:your )?browser|manage (?:your"
        r" )?(?:preferences|subscription)|in this issue|webinar|newsletter|click here to unsubscribe"
        r"|was read on|privacy (?:policy|notice)|how we handle your data|terms of (?:service|use)"
        r"|unsubscribe:? (?:https?|here|from))\b",
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
       r" (?:currently |now |away |on |off |still |both )*(?:on )?(?:(?:my |an? |the )?(?:extended "
       r"|annual |summer |winter |paid |long |short |well[- ]deserved |family |bank )*(?:leave|vacation"
       r"|holidays?|pto|sabbatical|honeymoon|break|business trip|work trip|site visit))\b|\b(?:annual"
       r"|maternity|paternity|parental|sick|medical|compassionate|bereavement|study|adoption|jury"
       r"|military|family|personal) leave\b|\bmat leave\b|\baway (?:from (?:the office|my desk|work"
       r"|e-?mail|my computer)|on|until|till|for|this|at|between|\d|[a-z]+day)\b|\b(?:i|we|he|she"
       r"|office)(?:'m| am| will be|'ll be|'re| are| is|'s) (?:currently |now |all )?(?:away|out|off"
       r"|unavailable|closed|abroad|offline|off sick|travel(?:l)?ing|unreachable|overseas)\b|\bnot"
       r" (?:be )?(?:in|at work|working|in the office|at my desk)(?: today| tomorrow| on| until| this|"
       r" between| for)\b|\bdo(?:n'?t| not) work on\b|\bpart[- ]time\b|\bout sick\b|\boff sick\b|\bgone"
       r" fishin\w*\b|\bjury (?:duty|service)\b|\bon (?:\w+ )?(?:sabbatical|furlough|secondment|tour"
       r"|retreat|manoeuvres)\b|\bpens down\b|\bthat'?s us (?:done|off|away|finished)\b|\b(?:shut|shuts"
       r"|closed?|closes|closing|shutting)(?: down)? (?:its doors |all day |early )?(?:for|at|on|from"
       r"|until|till|between|over|during|through)\b[^\n]{0,50}(?:\d|{weekday}|christmas|new year"
       r"|holiday|easter|break)|\b(?:re-?opens?|open(?:s|ing)? again|back (?:at|to) (?:our|my|the)"
       r" desks?)\b|\bi (?:only )?work (?:\w+ )?(?:on )?{weekday}|\bmy (?:working |office )?(?:days"
       r"|hours) are\b|\b(?:only )?(?:check|read|look at)\w* (?:this|my|the) (?:inbox|mail\w*|e-?mails?"
       r"|account) (?:only )?(?:once|twice|every|weekly|on|in the)|\b(?:next in|when i am next|i am"
       r" next|i'?m next) ?(?:in|at)?\b|\bnot here\b[^\n]{0,4}(?:back|home|until|till|$)|\b(?:swanning"
       r" off|off on (?:my|our|a)|offline|unplugged|off[- ]grid|in surgery|in hospital|having (?:a|an)"
       r" operation)\b"),
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
       r"\b(?:no longer|not|ceased to) (?:\w+ ){0,2}?(?:with|at|employed|work(?:ing|s)?|a member|part"
       r" of|associated)\b|\b(?:has|have|i|'ve|who) (?:now |since |recently |permanently )*(?:left"
       r"|retired|departed|resigned|moved on|passed away)\b(?! (?:a\b|the office (?:for|early|today)"
       r"|for the (?:day|weekend|week|holidays)))|\bleft (?:the (?:company|firm|business"
       r"|organi[sz]ation)|[a-z&.' -]{2,40} (?:on|as of|effective|in)\b)|\b(?:been|was|is) (?:relieved"
       r"|released|separated|terminated|let go|made redundant)\b|\bmy last day\b|\bwas my last\b"
       r"|\bpermanently\b|\b(?:mailbox|e-?mail|address|account|inbox)\b[^\n]{0,30}\b(?:no longer (?:\w+"
       r" )?(?:monitored|in use|active|valid|exists|used|checked)|(?:been |be |is )?(?:closed"
       r"|deactivated|disabled|deleted|discontinued|retired))\b|\b(?:in|taken|took|into) (?:early"
       r" )?retirement\b",
       unless=r"no longer (?:accept|support|available by phone)|not work(?:ing)? (?:on )?(?:mondays"
              r"|fridays|today|this week|until)|(?<!and this )(?:mailbox|inbox|address|account) is not"
              r" (?:actively )?monitored|do not reply"),
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
       r"|bot)|sender|yourself|address)\b|\b(?:approved|allowed|trusted|verified|safe|authori[sz]ed"
       r"|known) (?:list of )?(?:senders?|correspondents?|contacts?)\b|\b(?:not|{nt}|un)(?: yet)?"
       r" ?(?:\w+ )?(?:known|recogni[sz]ed|whitelisted|a known) (?:sender|correspondent|contact"
       r"|address)?|\b(?:quarantin\w+|held|waiting|on hold|pending|blocked"
       r"|intercepted)\b[^\n]{0,80}\b(?:release|deliver\w*|confirm\w*|verif\w*|approv\w*|click"
       r"|because)\b|\bclick\b[^\n]{0,60}\b(?:deliver|release|confirm|verify|authenticate|reach\w*|get"
       r" through|arrive|pass|let (?:it|your))|\b(?:not|{nt}) recogni[sz]e (?:your|this|the) (?:address"
       r"|sender|e-?mail)|\brelease my message\b|\bpermission required\b|\b(?:anti-?spam|spam (?:filter"
       r"|protection|blocker))\b[^\n]{0,80}\b(?:reply|click|confirm|verify|answer)\b|\brequires?"
       r" (?:that you )?verif\w+|\bwhitelist\w*\b|\bcaptcha\b|\bto (?:control|prevent|reduce|combat"
       r"|fight|stop) spam\b|\baction needed: your message\b|\bfill (?:out|in) the short request form\b",
       unless=r"confirm (?:your )?(?:appointment|order|booking|receipt)"),
    _r("auto.address_changed", _I.AUTO_ACKNOWLEDGEMENT, 0.6,
       r"\b(?:my|our|new) (?:\w+ )?(?:e-?mail )?address (?:has (?:been )?changed|is now|will be"
       r"|changed)\b|\bnew e-?mail address\b|\bupdate your (?:address book|records|contacts?)\b"
       r"|\bchanged (?:my|our|their|its) (?:e-?mail )?(?:address|domain)\b"),
    *_BESIDE_THE_POINT,
)  # fmt: skip
