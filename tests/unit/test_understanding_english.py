"""What people answer in English, each thing in several wordings; read by the rules alone, without the model."""

import pytest

from outreach.core.intents import Intent
from outreach.replies.understanding import RULES_ALONE, understand
from outreach.replies.verdict import Verdict
from tests.support.reply_mail import RECEIVED, reply, sent_mail

SAID: dict[Intent, tuple[str, ...]] = {
    Intent.UNSUBSCRIBE: (
        # off a list, or out of whatever it is
        "Remove from your database please",
        "Kindly do the needful and delete our email ID from your records.",
        "Thanks but I'd like to be left off future mails.",
        "Please withdraw our company from your distribution.",
        "Hi, I've no idea how I came to be on this but I'd be grateful if my name were removed.",
        # enough
        "No more of these, thanks.",
        "Third time of asking: no more.",
        "You can stop now.",
        "Could you stop? Thanks.",
        "For the love of God stop",
        "This is the third one. Make it the last.",
        "Please stop bugging my staff.",
        # asked how
        "How do I get off this?",
        "How can I stop receiving these?",
        # politely, indirectly, with a negation somewhere
        "It would be better if we heard nothing more from you.",
        "We would be obliged if the letters ceased.",
        "Please respect our wish not to be approached.",
        "Could you please not use this address for sales mail?",
        "Hello, I run a two-person pottery. Could you make sure we don't get another? Ta.",
        "Would you mind not mailing me any more?",
        # threatened
        "One more and you're blocked.",
        "The next one goes to my solicitor.",
        "You'll be hearing from our lawyers if this carries on.",
        # rudely
        "Go pester someone else.",
        "pack it in mate",
        "Please lose this address.",
        # as others speak English
        "Please to remove my mail from your data base.",
        "I am not agree with receiving this, please stop to send.",
        "Kindly don't mail on this ID.",
    ),
    Intent.NOT_INTERESTED: (
        "Not interested, thanks.",
        "We have somebody for that already.",
        "We're closing in December so there is no point.",
        "All our work comes by recommendation.",
        "We do all our own selling and like it that way.",
        "It's against our policy to work with lead generation firms.",
        "Thank you, we manage.",
        "Thank you for your proposal but we are full covered.",
        "Our capacity is sold for two years.",
        "I doubt there is anything you could do for us.",
        "Not really our thing. Cheers though",
        "We already get more enquiries than we can answer.",
        "We've stopped taking on new suppliers.",
        "Whatever it is, no.",
    ),
    Intent.NOT_NOW: (
        "We have a contract running till June, happy to look again then.",
        "We signed with someone in January; talk to me when that's up.",
        "I'll come back to you when we're ready.",
        "Please follow up after Diwali.",
        "Not at this stage.",
        "We've other fires to put out first.",
        "Drop me a reminder in the first week of May.",
        "ask again when oil is at 80",
        "We've just started with someone new so let's see how that goes first.",
        "We'll be looking at this in Q3.",
        "I'd rather not start anything before the audit, that's end of March.",
        "Please don't call before the 12th, we're stocktaking.",
    ),
    Intent.INTERESTED: (
        "How about Thursday at 3?",
        "We could do with more customers, frankly.",
        "Come and see us, we're in most mornings.",
        "I have a gap on Friday at ten.",
        "Yes, I could be persuaded.",
        "I decide. Show me what you can do.",
        "My usual answer is no, but let's hear it.",
        "We are open for such cooperation.",
        "Yes it's me, please call at 11.",
        "I would appreciate more information about your services.",
        "Stop by on Thursday, we're at unit 4.",
    ),
    Intent.QUESTION: (
        "Before I answer, tell me who you work for.",
        "I don't understand your question.",
        "Kindly let us know your requirement.",
        "I'd want to know who's asking first.",
        "this a scam?",
        "Do you have a website?",
        "why",
        "And this concerns...?",
        "Define 'growth' for me please.",
        "I'm curious: who else have you done this for?",
    ),
    Intent.RIGHT_PERSON: (
        "I am the concerned person.",
        "It is I.",
        "Both of us, my wife and me.",
        "I've been doing that since Brian left.",
        "I'm your point of contact for that.",
        "Since there are two of us and the other one is a dog: me.",
        "For this I am responsible.",
        "That would be the undersigned.",
    ),
    Intent.WRONG_PERSON: (
        "I'm not the person for that.",
        "I couldn't tell you.",
        "I am not the concerned person.",
        "Must be another John.",
        "Don't ask me, I just work here.",
        "We don't have anybody like that.",
        "I have no authority over this.",
        "It is not my competence.",
        "I left sales years ago; these days I drive the van.",
        "Sir I am cleaner only.",
        "I'm in payroll, so this is not for me.",
    ),
    Intent.LEFT_COMPANY: (
        "That's an ex-employee.",
        "He has been transferred out of the company and is no more with us.",
        "Rob's gone, his mail comes to me now.",
        "I used to work there, not any more.",
        "he got the sack",
        "Mr Ode ceased to be a partner here in May.",
        "I'm sorry to tell you that Lee passed in July.",
    ),
    Intent.REFERRAL: (
        "I will share your mail with the concerned person.",
        "My colleague will be in touch.",
        "Left your note with the sales team.",
        "Have passed this upstairs.",
        "Bounced this over to Jenny.",
    ),
}
NO_OPT_OUTS = (
    "Unsubscribe rates are our problem, not customers.",
    "Our unsubscribe rate is high enough, no thanks.",
    "You took me off guard there. Who are you?",
    "Are you taking us off the approved supplier list?",
    "Can't stop thinking about your email. Let's talk.",
    "Please remove me from the thread and write to Hal Burton instead: hal@amesworks.example",
    "Please don't email, ring me instead: 020 7946 0155.",
    "Don't email me about this until April please.",
    "We had to stop all marketing spend, so no.",
    "We're not trying to grow, so I'll leave it there.",
    "Stop by in the spring.",
    "And what do you get out of it?",
    "Please delete my previous mail, this is the right file.",
    "Don't email me, email Beth Moor: beth@amesworks.example",
    "Next time write directly to legal@amesworks.example please, they decide on agencies.",
    "Remove any doubt: can you show us two references?",
    "Did Mark put you up to this?",
    "You can stop searching, I'm in charge of that.",
    "Did you get my address off a list?",
    "One more month, then ask me again.",
)


def read(text: str) -> Verdict:
    return understand(reply(text), sent=sent_mail(), received_at=RECEIVED, model=RULES_ALONE)


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in SAID.items() for text in texts]
)
def test_one_thing_is_said_in_many_ways(intent: Intent, text: str) -> None:
    assert read(text).intent is intent


@pytest.mark.parametrize("text", NO_OPT_OUTS)
def test_what_only_sounds_like_an_opt_out_is_none(text: str) -> None:
    assert read(text).intent is not Intent.UNSUBSCRIBE


@pytest.mark.parametrize(
    "text",
    [
        "Our unsubscribe rate is high enough, no thanks.",
        "I left sales years ago; these days I drive the van.",
        "Please pass the message to whoever runs your mailings: not us.",
        "And what do you get out of it?",
    ],
)
def test_what_was_once_decided_wrongly_waits_for_a_person(text: str) -> None:
    assert read(text).needs_review


def test_our_words_about_rates_are_no_opt_out_in_any_language() -> None:
    verdict = read("Unsubscribe rates, you say?")

    assert not any(hit.intent is Intent.UNSUBSCRIBE for hit in verdict.evidence)
