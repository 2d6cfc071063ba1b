"""The words of a wall, as parts that combine, in many languages.

Not a list of sentences. A wall says some of: read on, the rest, this article,
subscribe, subscriber, reserved, sign in, register, already one of us, a price.
One part alone is everyday language; certain pairs are not. Counter-parts name
what such boxes speak of when they are not about the article: a newsletter,
comments, saving, an app, cookies.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipelines.page.words import fold

PARTS: dict[str, dict[str, str]] = {
    "subscribe": {
        "en": r"subscri(?:be|ber|bers|ption|ptions|bing)\b|become a (?:paid |paying )?(?:member|supporter|patron)|membership|members? only|paid members|premium (?:member|access|content|article)",
        "fr": r"abonn(?:e|é|ée|és|ées|er|ez|ement|ements)\b|s'abonner|offre(?:s)? d'abonnement|adhér(?:ent|ents|er)",
        "de": r"abonn(?:ent|enten|entin|entinnen|ement|ements|ieren|iere)\b|\babo\b|\babos\b|\w+-abo\b|digitalabo|probeabo|\w*abonnent\w*|mitglied(?:er|ern)?\b|plus-(?:artikel|inhalt|mitglied)\w*",
        "es": r"suscr[ií](?:b\w*|pci[oó]n(?:es)?|ptor\w*|tor\w*|to\w*)|hazte (?:socio|premium)|soci[oa]s\b",
        "it": r"abbona\w*|abbonament\w+",
        "pt": r"assina(?:nte|ntes|tura|turas|r|ndo)\b|\bassine\b|subscritor\w*|subscreva",
        "nl": r"abonne(?:e|es|ement|ementen|er|ren)\b|word (?:lid|abonnee)",
        "pl": r"prenumer\w+|subskry\w+|abonament\w*|wykup dostęp|dostęp premium",
        "sv": r"prenumer\w+|bli (?:plus)?kund",
        "da": r"abonn(?:ent|enter|ement|er)\b|bliv (?:medlem|abonnent)",
        "no": r"abonn(?:ent|enter|ement|er)\b|bli abonnent",
        "fi": r"tilaa(?:ja|jille|jien|mal\w*|jalle)?\b|tilau[ks]\w*",
        "cs": r"předpl\w+|predplat\w+",
        "ro": r"abon(?:ați|ati|eaz\w+|ament\w*|ează-te|aților)\b",
        "hu": r"előfizet\w+",
        "el": r"συνδρομ\w+|συνδρομητ\w+",
        "tr": r"abone\w*",
        "ru": r"подпи(?:ск\w+|ш\w+|сат\w+|сч\w+)",
        "uk": r"передплат\w+|підпис(?:к\w+|ат\w+|ник\w+)",
        "ja": r"有料会員|有料記事|有料プラン|購読|会員限定|プレミアム会員|定期購読",
        "zh": r"订阅|訂閱|会员|會員|付费|付費|vip",
        "ko": r"구독|유료\s?회원|유료\s?기사|멤버십|프리미엄 콘텐츠",
        "ar": r"اشترك\w*|اشتراك\w*|المشتركين|مشترك\w*|للمشتركين",
        "hi": r"सब्सक्राइब\w*|सदस्यता|सब्सक्रिप्शन|सदस्य\b|सब्सक्राइबर\w*",
    },
    "read_on": {
        "en": r"(?:continue|keep|carry on|finish) reading|read (?:on|the full|the rest|this (?:full )?(?:article|story)|more of|unlimited|the whole|the complete)|to (?:read|access|view|unlock|see) (?:the|this|our|all|full|more|unlimited)|unlock (?:this|the|more|all|full)|full (?:access|article|story) |unlimited access|get access|for full access|access (?:this|the) (?:article|story|content)|check access|reading experience",
        "fr": r"(?:pour )?(?:lire|découvrir|accéder|continuer|poursuivre|consulter|retrouver)(?: à)? (?:la suite|cet article|l'article|l'intégralité|la lecture|ce contenu|tous nos|tous les|l'ensemble|en intégralité|votre lecture)|la suite (?:de (?:cet article|l'article|ce contenu) )?(?:est|:)|lisez la suite|poursui(?:vre|vez) (?:la|votre) lecture|lire l'article|accès (?:illimité|complet)",
        "de": r"weiter\s?(?:zu)?lesen|weiterlesen|(?:diesen|den|ganzen|vollständigen|kompletten|gesamten) (?:artikel|beitrag|text|inhalt)(?: \w+)? (?:lesen|freischalten|weiter)|jetzt (?:lesen|freischalten)|alle (?:artikel|inhalte)|zugang zu|zugriff auf|um (?:diesen|den|alle|weiter)|uneingeschränkt\w*|unbegrenzt\w*|freischalten|lesen sie (?:den|weiter|diesen|alle)",
        "es": r"(?:seguir|continuar|continúa|sigue|siga) (?:leyendo|con la lectura)|leer (?:este|el|la|todo|más|completa)|acced(?:er|e|a) (?:a |al )?(?:este|esta|todo|todos|contenido|la nota|ilimitad)|acceso (?:ilimitado|completo|total)|(?:este|el) (?:art[ií]culo|contenido) completo",
        "it": r"continua(?:re)? (?:a|la|nella) (?:leggere|lettura)|(?:per )?leggere (?:l'articolo|tutto|questo|il resto)|accedi a|accesso (?:illimitato|completo)|prosegui(?:re)? (?:la|nella) lettura|leggi (?:tutto|l'articolo)",
        "pt": r"(?:continu(?:ar|e)|prosseguir?) (?:a ler|lendo|a leitura|sua leitura)|ler (?:este|o|a|mais|toda|matéria)|acesso (?:ilimitado|completo|total)|acess(?:ar|e|o a) (?:a|o|este|esta|todo|conteúdo)|para ler",
        "nl": r"(?:verder|door)\s?(?:te )?lezen|lees (?:verder|dit|het|door|onbeperkt)|(?:dit|het) (?:hele )?artikel (?:verder |helemaal )?(?:te )?lezen|onbeperkt(?:e)? (?:toegang|lezen)|toegang tot",
        "pl": r"czytaj dalej|(?:przeczytać|czytać) (?:całość|dalej|cały|ten|artykuł)|dalsz\w+ (?:część|czytani\w+|treść)|dostęp do (?:tego|całego|artykułu|treści|wszystkich)|odblokuj|cały (?:artykuł|tekst)|pełny dostęp",
        "sv": r"(?:läs|läsa) (?:vidare|hela|artikeln|mer|allt)|fortsätt(?:a)? (?:att )?läsa|tillgång till|hela artikeln",
        "da": r"(?:læs|læse) (?:videre|hele|artiklen|resten|med)|adgang til|hele artiklen|fortsæt med at læse",
        "no": r"(?:les|lese) (?:videre|hele|artikkelen|resten|mer)|tilgang til|hele (?:saken|artikkelen)|fortsett(?:e)? å lese",
        "fi": r"(?:jatka|lue) (?:lukemista|koko|juttu|artikkeli|lisää)|(?:lukeaksesi|jatkaaksesi)\b|koko (?:juttu|artikkeli|jutun|artikkelin)|pääset lukemaan",
        "cs": r"(?:číst|čtěte|pokračovat|dočíst|dočtěte)(?: \w+)? (?:dál|dále|celý|ve čtení|v čtení|článek)|celý (?:článek|text)|odemkn\w+|přístup k|pokračování (?:článku|textu)|zbytek článku",
        "ro": r"(?:citește|citiți|continuă|continuați|citi|continua) (?:mai departe|integral|lectura|să cite\w+|tot|întregul|articolul)|acces (?:nelimitat|complet|integral|la)|pentru a (?:citi|continua|accesa)",
        "hu": r"(?:olvas(?:sa|d|ni)?) (?:tovább|végig|a teljes)|tovább(?:\s?)olvas\w*|teljes (?:cikk\w*|tartalom)|hozzáfér\w*|cikk folytatás\w*|a folytatáshoz",
        "el": r"(?:διαβάστε|διάβασε|συνεχίστε|συνεχίσετε|συνέχισε|διαβάσετε)(?: να διαβάζετε)? (?:τη συνέχεια|ολόκληρο|την ανάγνωση|το άρθρο|όλο)|πρόσβαση σ\w+|συνέχεια του άρθρου|για να διαβάσετε",
        "tr": r"(?:okumaya|okumak) (?:devam|için)|haberin devamı|(?:yazının|makalenin) (?:devamı|tamamı)\w*|tamamını oku\w*|devamını oku\w*|sınırsız eriş\w*|erişmek için|erişim",
        "ru": r"(?:чита(?:ть|йте)|прочита(?:ть|йте)|дочита(?:ть|йте)|продолж(?:ить|ение)) (?:дальше|далее|полностью|чтение|статьи|статью|материал\w*|всю|весь|полную|текст)|чтобы (?:читать|прочитать|продолжить|дочитать)|полный (?:доступ|текст)|доступ к",
        "uk": r"(?:чита(?:ти|йте)|прочита(?:ти|йте)|продовж(?:ити|ення)) (?:далі|повністю|читання|статті|статтю|матеріал\w*|текст)|щоб (?:читати|прочитати|продовжити)|повний (?:доступ|текст)|доступ до",
        "ja": r"続きを(?:読む|お読み|ご覧|見る)\w*|続きは|残り\s?\d+|この記事(?:は|の続き)|全文(?:を|は)|記事全文|お読みいただけます|ご覧いただけます",
        "zh": r"(?:继续|繼續)(?:阅读|閱讀)|阅读(?:全文|更多|余下)|閱讀(?:全文|更多)|全文(?:阅读|閱讀)?|解锁|解鎖|查看全文|剩余|剩餘|余下全文",
        "ko": r"(?:계속|이어서|전문을?|전체\s?(?:기사|내용)(?:를|을)?|기사를?)\s?(?:읽|보|이용)\S*|이어지는 내용|기사 전문|나머지 (?:내용|기사)\S*",
        "ar": r"(?:لمتابعة|متابعة|تابع|لمواصلة|أكمل|لإكمال|لقراءة|اقرأ) (?:القراءة|قراءة|المقال|بقية|المزيد|النص|كامل|هذا)\w*|للوصول (?:إلى|الى)|الوصول (?:إلى|الكامل)",
        "hi": r"(?:आगे|पूरा|पूरी|बाकी)(?: \S+){0,2} (?:पढ़\S+)|पढ़ना जारी|लेख पढ़ने के लिए|पढ़ने के लिए|एक्सेस",
    },
    "reserved": {
        "en": r"(?:reserved|exclusive(?:ly)?|available|only|accessible|intended|open) (?:\w+ )?(?:to|for) (?:our |paying |paid |registered |digital |premium )*(?:subscriber|member|reader|user)\w*|subscriber[- ](?:only|exclusive)|subscribers? only|members?[- ]only|for (?:paid |paying |our )?(?:subscribers|members) only|subscription (?:is )?required|premium (?:content|article)|subscription content|exclusive content",
        "fr": r"réserv[ée]e?s? (?:à|aux|exclusivement)|réserve (?:cet|ce|cette) \w+ à|(?:contenu|article|accès|édition|lecture) (?:\w+ )?(?:abonné|réservé|payant|premium|exclusif)\w*|exclusi(?:f|vement|vité) (?:pour|aux|réservé|abonné)\w*|est réservé\w*",
        "de": r"(?:nur|exklusiv|ausschließlich) für (?:\S+ ){0,3}?(?:abonnent|mitglied|leser|nutzer|kund|\w*abo)\w*|(?:\w*abonnent\w*|mitglied\w*) vorbehalten|plus-?artikel|kostenpflichtig\w*|bezahl(?:inhalt|artikel|schranke)\w*|exklusiv(?:er|e)? (?:inhalt|artikel|für)\w*|premium-?(?:inhalt|artikel)\w*|abo-?(?:artikel|inhalt)\w*",
        "es": r"(?:exclusiv[oa]s?|sólo|solo|reservad[oa]s?|únicamente|disponible) (?:\w+ )?(?:para|a) (?:\w+ ){0,2}?(?:suscri\w+|soci[oa]s|usuari\w+|lector\w*|abonad\w*)|contenido (?:exclusivo|premium|de pago|para suscriptores)|art[ií]culo (?:exclusivo|premium|para suscriptores)",
        "it": r"(?:riservat[oaie]|esclusiv[oaie]|disponibile|solo|accessibile)(?: \w+)? (?:a|agli|ai|per gli|per) (?:\w+ )?(?:abbona\w+|utenti|lettori|iscritti|soci)|contenut[oi] (?:riservat\w|premium|esclusiv\w|a pagamento)|articolo (?:riservato|premium|a pagamento)",
        "pt": r"(?:exclusiv[oa]s?|restrit[oa]s?|reservad[oa]s?|apenas|somente|só|disponível) (?:\w+ )?(?:para|a|aos) (?:\w+ )?(?:assinante|assinantes|subscritores|membros|leitores)|conteúdo (?:exclusivo|restrito|premium|para assinantes|fechado)|exclusivo assinantes?",
        "nl": r"(?:alleen|exclusief|uitsluitend|enkel|voorbehouden)(?: \w+)? (?:voor|aan) (?:\w+ )?(?:abonne\w+|leden|lezers)|premium(?:\s|-)?(?:artikel|inhoud)|betaald artikel|plus-?artikel",
        "pl": r"(?:tylko|wyłącznie|dostępn\w+) (?:\w+ )?dla (?:\w+ )?(?:prenumerator\w+|subskrybent\w+|czytelnik\w+|abonent\w+|użytkownik\w+)|treść premium|artykuł (?:premium|płatny|dla)|płatny dostęp",
        "sv": r"(?:endast|bara|exklusivt|enbart) för (?:\w+ )?(?:prenumeranter|kunder|medlemmar|pluskunder)|premium(?:artikel|innehåll)|plusartikel|låst artikel|för prenumeranter|för dig som (?:är )?prenumer\w+",
        "da": r"(?:kun|eksklusivt|forbeholdt|udelukkende) (?:for )?(?:\w+ )?(?:abonnenter|medlemmer|kunder)|abonnementsartikel|låst artikel|kræver (?:et )?abonnement|for abonnenter",
        "no": r"(?:kun|bare|eksklusivt|forbeholdt)(?: for)? (?:\w+ )?(?:abonnenter|medlemmer|kunder)|plussak|låst (?:sak|artikkel)|krever abonnement|for abonnenter",
        "fi": r"(?:vain|ainoastaan) (?:\w+ )?(?:tilaajille|tilaajien|asiakkaille|jäsenille)|tilaajille|maksullinen (?:artikkeli|sisältö)|tilaajan\w* (?:sisältö|etu|luettavissa)|on tilaajien",
        "cs": r"(?:pouze|jen|výhradně|exkluzivně) pro (?:\w+ )?(?:předplatitel\w*|členy|čtenáře|přihlášené)|(?:placený|zamčený|prémiový|premium) (?:obsah|článek)|určen\w* předplatitel\w*|pro předplatitele",
        "ro": r"(?:doar|numai|exclusiv|rezervat\w*|disponibil\w*)(?: \w+)? (?:pentru|abonaților) ?(?:\w+ )?(?:abona\w+|membri\w*|cititor\w*)?|conținut (?:premium|exclusiv|rezervat|plătit)|articol (?:premium|exclusiv)",
        "hu": r"(?:csak|kizárólag) (?:\w+ )?(?:előfizető\w*|tagok\w*|regisztrált)|előfizetői (?:tartalom|cikk)|előfizetőink\w*|prémium (?:tartalom|cikk)|zárt (?:tartalom|cikk)",
        "el": r"(?:μόνο|αποκλειστικά) (?:για )?(?:\w+ )?(?:συνδρομητ\w+|μέλη)|για συνδρομητές|συνδρομητικό (?:περιεχόμενο|άρθρο)|κλειδωμένο (?:περιεχόμενο|άρθρο)",
        "tr": r"(?:sadece|yalnızca|yalnız) (?:\w+ )?(?:abone\w*|üye\w*)|abonelere özel|abonelerimize özel|üyelere özel|(?:premium|özel|ücretli) (?:içerik|haber)",
        "ru": r"(?:только|исключительно|доступ\w+)(?: \w+)? (?:для|по) (?:\w+ )?(?:подписчик\w+|подписке|пользовател\w+|читател\w+)|для подписчиков|по подписке|платн\w+ (?:материал|статья|контент|доступ)|эксклюзив\w* для",
        "uk": r"(?:тільки|лише|виключно|доступн\w+)(?: \w+)? (?:для|за) (?:\w+ )?(?:передплатник\w+|підписник\w+|передплатою|підпискою)|для передплатників|платн\w+ (?:матеріал|стаття|контент|доступ)",
        "ja": r"会員限定|有料会員(?:限定|のみ)|有料記事|有料会員になると|会員のみ|購読者限定|限定記事|会員の方(?:限定|のみ)",
        "zh": r"(?:仅|僅|只)(?:限|供)?(?:\S{0,4})(?:订阅|訂閱|会员|會員|付费|付費)\S*|(?:会员|會員|订户|訂戶|vip)(?:专享|專享|专属|專屬|限定|独享)|付费(?:内容|文章|阅读)|付費(?:內容|文章|閱讀)",
        "ko": r"(?:구독자|유료\s?회원|회원|멤버십)\s?(?:전용|만|에게만|한정|들?만)\S*|유료\s?(?:기사|콘텐츠)|회원\s?전용",
        "ar": r"(?:حصري\w*|خاص\w*|متاح\w*|مخصص\w*|فقط|محتوى)(?: \w+)? (?:للمشتركين|لمشترك\w+|للأعضاء|المشتركين)|للمشتركين فقط|محتوى (?:حصري|مدفوع|مميز)",
        "hi": r"(?:केवल|सिर्फ|सिर्फ़|विशेष रूप से) (?:\S+ ){0,2}?(?:सब्सक्राइबर\S*|सदस्यों|ग्राहकों|पाठकों)|प्रीमियम (?:लेख|कंटेंट|सामग्री|स्टोरी|खबर)|सदस्यों के लिए",
    },
    "sign_in": {
        "en": r"(?:sign|log)[ -]?in\b|login\b", "fr": r"se connecter|connectez-vous|identifiez-vous|je m'identifie|s'identifier|connexion|me connecter",
        "de": r"einloggen|anmelden|melden sie sich an|login\b|log-in", "es": r"inici(?:a|ar|e) sesi[oó]n|ingres(?:a|ar|e)\b|identifíc\w+|entrar\b|acceder\b|conéctate",
        "it": r"accedi\b|effettua (?:il login|l'accesso)|login\b", "pt": r"fa[çz](?:a|er) (?:o )?(?:seu )?login|entrar\b|inici(?:e|ar) sessão|acesse sua conta|entre\b", "nl": r"inloggen|log in\b|aanmelden|meld (?:je|u) aan",
        "pl": r"zaloguj\w*|logowani\w+", "sv": r"logga in", "da": r"log ind|login\b", "no": r"logg inn", "fi": r"kirjaudu\w*", "cs": r"přihl[aá](?:s|š)\w+", "ro": r"autentific\w+|conect(?:ează-te|ați-vă|are)|intră în cont|loghează-te", "hu": r"bejelentkez\w*|jelentkez\w+ be|lépj\w* be|belép\w*",
        "el": r"συνδεθ\w+|σύνδεση|είσοδος", "tr": r"giriş yap\w*|oturum aç\w*", "ru": r"войти|войдите|авториз\w+|вход\b", "uk": r"увійти|увійдіть|авториз\w+|вхід\b", "ja": r"ログイン|サインイン", "zh": r"登录|登錄|登入", "ko": r"로그인", "ar": r"تسجيل الدخول|سج[لّ]ل? الدخول|سجل دخولك", "hi": r"लॉग ?इन|साइन ?इन",
    },
    "register": {
        "en": r"regist(?:er|ration)\b|sign up|create (?:a|an|your) (?:free )?account|free account", "fr": r"inscri(?:vez-vous|re|ption)|s'inscrire|cré(?:er|ez) (?:un|votre|mon|gratuitement)(?: un)? compte|compte gratuit", "de": r"registrier\w+|kostenlos(?:es)? (?:konto|anmelden|registrieren)|konto (?:erstellen|anlegen)",
        "es": r"reg[ií]str\w+|cre(?:a|ar|e) (?:una|tu|su) cuenta|tener una cuenta|cuenta gratuita", "it": r"registra(?:ti|rsi|zione)|crea(?:re)? un account|iscriviti", "pt": r"cadastr\w+|regist[ae]\w*|cri(?:e|ar) (?:uma|sua) conta", "nl": r"registre\w+|maak een (?:gratis )?account|gratis account",
        "pl": r"zarejestruj\w*|rejestrac\w+|załóż (?:darmowe )?konto", "sv": r"registrera\w*|skapa (?:ett )?(?:gratis)?\s?konto", "da": r"opret (?:en )?(?:gratis )?(?:profil|konto|bruger)|registrer\w*", "no": r"registrer\w*|opprett (?:en )?(?:gratis )?(?:konto|bruker)", "fi": r"rekisteröi\w*|luo (?:ilmainen )?(?:tili|tunnus)", "cs": r"registr\w+|zaregistr\w+|vytvoř\w+ účet", "ro": r"înregistr\w+|creează(?:-ți)? (?:un )?cont|cont gratuit", "hu": r"regisztrá\w*|fiókot",
        "el": r"εγγραφ\w+|εγγραφείτε|δημιουργ\w+ λογαριασμ\w+", "tr": r"kayıt ol\w*|kaydol\w*|üye ol\w*|hesap oluştur\w*|ücretsiz üye\w*", "ru": r"зарегистр\w+|регистрац\w+", "uk": r"зареєстр\w+|реєстрац\w+", "ja": r"(?:無料)?会員登録|無料登録|に登録(?:する|して|すると)", "zh": r"注册|註冊|免费注册", "ko": r"회원\s?가입|가입하\S*", "ar": r"إنشاء حساب|أنشئ حساب\w*|سج[لّ]ل? (?:مجان|حساب)\w*|التسجيل", "hi": r"रजिस्टर|पंजीकरण|अकाउंट बनाएं|खाता बनाएं",
    },
    "already": {
        "en": r"already (?:a |an |have |registered|subscri|signed|paid)\w*|not (?:yet )?a (?:subscriber|member)|have an account\?", "fr": r"déjà (?:un |une |abonné|inscrit|client|membre|adhérent)\w*|vous êtes (?:déjà )?abonn\w+|pas encore abonné\w*", "de": r"(?:schon|bereits) (?:\S+ )?(?:abo|abonnent|registriert|kunde|kundin|mitglied|digitalabonnent|ein abo)\w*|(?:sie )?(?:haben|sind) (?:schon|bereits|noch)\b|noch kein\w* (?:abo|konto|mitglied|abonnent)\w*",
        "es": r"¿?(?:ya (?:eres|es|tienes|tiene|estás|soy|sos)|todavía no (?:eres|tienes)|aún no (?:eres|tienes))", "it": r"(?:sei )?già (?:abbonat\w|registrat\w|iscritt\w|un abbonat\w)|hai già un", "pt": r"já (?:é|sou|tem|possui|és) ?\w*|ainda não (?:é|tem)", "nl": r"(?:al|reeds) (?:een )?(?:abonne\w+|account|lid|geregistreerd)|nog geen abonn\w+", "pl": r"(?:masz już|jesteś już|już (?:masz|jesteś)|posiadasz już|nie masz (?:jeszcze)?)", "sv": r"(?:redan|är du) (?:\w+ )?(?:prenumerant|kund|medlem|konto)", "da": r"(?:allerede|er du) (?:\w+ )?(?:abonnent|medlem|kunde|konto)", "no": r"(?:allerede|er du) (?:\w+ )?(?:abonnent|medlem|kunde|konto)", "fi": r"oletko jo|onko sinulla jo|joko olet|jo tilaaja", "cs": r"(?:již|už) (?:jste|máte|mám|jsem)|máte (?:již|už)", "ro": r"(?:ești|sunteți|ai|aveți) deja|deja (?:abonat|ai|ești|membru)", "hu": r"(?:már|van már) (?:előfizető|van|regisztrá|tag|rendelkez)\w*", "el": r"(?:είστε|είσαι|έχετε|έχεις) ήδη|ήδη (?:συνδρομητ|μέλος|εγγεγραμμ)\w*", "tr": r"(?:zaten|hâlihazırda|halihazırda) (?:\w+ )?(?:abone|üye|hesab)\w*|aboneliğiniz var|abone misiniz|üye misiniz", "ru": r"уже (?:есть|подпис\w+|зарегистр\w+|являетесь|оформ\w+)", "uk": r"(?:вже|уже) (?:маєте|є|підпис\w+|передплат\w+|зареєстр\w+)", "ja": r"(?:すでに|既に)(?:会員|購読|登録)\S*|会員の方は?|購読中の方", "zh": r"(?:已(?:是|经|經|有)|已订阅|已訂閱|已经是)\S*", "ko": r"이미\s?(?:회원|구독|가입|계정)\S*", "ar": r"(?:مشترك|عضو|لديك)(?: \w+)? (?:بالفعل|حساب)|هل (?:أنت|لديك)", "hi": r"पहले से (?:सदस्य|सब्सक्राइबर|ही|अकाउंट|खाता)\S*|क्या आप पहले",
    },
    "remaining": {
        "en": r"\d+ ?% of (?:this|the) (?:article|story) (?:remain|left)\w*|you(?:'ve| have) (?:reached|used|read|hit) (?:your|the|all|\d+)\b.{0,40}(?:free|limit|articles)|(?:free )?articles? (?:left|remaining) this", "fr": r"il (?:vous )?reste \d+[.,]?\d* ?% ?(?:de|à)|reste .{0,12}% (?:de cet article|à lire|à découvrir)", "de": r"(?:noch|verbleibende) \d+ ?(?:%|prozent)|sie haben (?:ihr|alle|bereits) .{0,30}(?:kostenlose|frei)\w* artikel", "es": r"te quedan? (?:el )?\d+ ?%|ha(?:s)? (?:alcanzado|llegado al?|superado|agotado) .{0,30}(?:límite|artículos)", "it": r"(?:ti )?resta(?:no)? .{0,10}\d+ ?%|hai (?:raggiunto|superato|esaurito) .{0,30}articoli", "pt": r"(?:você )?(?:atingiu|já leu) .{0,30}(?:limite|artigos|matérias)|resta(?:m)? \d+ ?%", "nl": r"je hebt .{0,30}gratis artikelen|nog \d+ ?% (?:van|te)", "pl": r"pozostało(?: jeszcze)? \d+ ?%|wykorzystał\w* .{0,30}(?:limit|artykuł)\w*", "ja": r"残り\s?[\d,０-９]+\s?(?:文字|字|%|％)", "zh": r"(?:剩余|剩餘|还剩|余下)\s?\d+\s?%?", "ko": r"남은 (?:기사|글자)\S*", "ru": r"(?:осталось|ещё|еще) (?:прочитать )?\d+ ?%", "tr": r"(?:kalan|geri kalan) (?:%|yüzde) ?\d+", "sv": r"\d+ ?% (?:av artikeln )?(?:kvar|återstår)", "da": r"\d+ ?% (?:af artiklen )?(?:tilbage)", "fi": r"(?:jäljellä|jutusta) .{0,10}\d+ ?%", "el": r"απομένει .{0,10}\d+ ?%", "cs": r"zbývá .{0,12}\d+ ?%", "hu": r"hátravan .{0,10}\d+ ?%", "ro": r"(?:mai ai|a rămas) .{0,10}\d+ ?%", "uk": r"залишилось .{0,10}\d+ ?%", "ar": r"تبقى .{0,10}\d+ ?%", "hi": r"\d+ ?% (?:शेष|बाकी)", "no": r"\d+ ?% (?:av saken )?(?:igjen)",
    },
    "price": {
        "all": r"(?:[€$£¥₹₩₺]|eur\b|usd|chf|kr\.?\b|zł|kč|ft\b|lei\b|руб|грн|₽|₴|円|元|원)\s?\d|\d(?:[.,]\d+)?\s?(?:[€$£¥₹₩₺₽₴]|eur\b|euros?\b|chf|kr\b|kronor|zł|kč|ft\b|lei\b|tl\b|руб|грн|円|元|원)|(?:par|per|pro|al|por|na|za|i) (?:mois|month|monat|mes|mese|mês|maand|miesiąc|måned|månad|week|woche|semaine|year|jahr|an\b)|/ ?(?:month|mois|monat|mes|week|mo\b)|sans engagement|cancel anytime|jederzeit kündbar|free trial|essai gratuit|(?:kostenlos|gratis) testen|prueba gratis|prova gratuita|\d+ (?:months?|weeks?|mois|semaines|monate|wochen) (?:free|for|gratuit|gratis|kostenlos)|(?:1|first|premier|erste\w*) (?:month|mois|monat) (?:free|offert|gratuit|gratis|kostenlos)|monatlich|mensuel|per month|a month|1 month free|無料トライアル|初月無料|月額",
    },
    "this": {
        "all": r"this (?:article|story|content|page|post|report|is a)|(?:cet|l')\s?article|ce contenu|cette (?:enquête|page)|dies(?:er|en|em|es) (?:artikel|beitrag|inhalt|text)|den ganzen artikel|est[ea] (?:art[ií]culo|contenido|nota|noticia)|questo (?:articolo|contenuto)|est[ea] (?:artigo|conteúdo|matéria|reportagem|texto)|dit artikel|ten artykuł|ta treść|tego artykułu|den här artikeln|denne (?:artikel|artiklen|artikkelen|saken)|tämä (?:artikkeli|juttu|sisältö)|tämän (?:artikkelin|jutun)|tento (?:článek|obsah|text)|acest (?:articol|conținut)|ez a (?:cikk|tartalom)|a cikk|αυτό το (?:άρθρο|περιεχόμενο)|το άρθρο|bu (?:haber|içerik|makale|yazı)\w*|эта (?:статья|публикация)|этот (?:материал|текст|контент)|эту статью|ця (?:стаття|публікація)|цей (?:матеріал|текст|контент)|この記事|本文|本記事|此(?:文|文章|内容|內容)|本文|이 (?:기사|콘텐츠|글)\S*|هذا (?:المقال|المحتوى|الخبر)|यह (?:लेख|खबर|सामग्री|आर्टिकल|स्टोरी)|इस (?:लेख|खबर|आर्टिकल)",
    },
}  # fmt: skip

COUNTER = re.compile(
    r"newsletter|infolettre|nieuwsbrief|nyhedsbrev|nyhetsbrev|uutiskirj|boletín|boletim|hírlevél|бюллетен|рассылк|розсилк|メルマガ|뉴스레터|时事通讯|نشرة|न्यूज़लेटर|न्यूजलेटर|bülten|newslettera|zpravodaj"
    r"|comment(?:s|er|aires?|ing)?\b|kommentar\w*|kommentier\w*|comentar\w*|comentario\w*|commenti|komment\w+|коммент\w*|комент\w*|σχόλι\w*|yorum\w*|コメント|评论|評論|댓글|تعليق\w*|टिप्पणी|reacties|reageren|join the conversation|contributions|discussion|forum"
    r"|bookmark\w*|save (?:this|for later|article)|saved articles|salvar para|guardar\b|merken|merkliste|スクラップ|북마크|gift (?:this|article|link)|podcast|audio|vorlesen|listen to|écouter|summary|résumé de|zusammenfassung lesen|요약|read aloud"
    r"|\bdonat\w*|\bspende\w*|faire un don|\bdonaci\w+|\bdonazion\w+|\bdoaç\w+|\bdoneer\w*|darowizn\w*|пожертв\w+|寄付|ajouter (?:l.article )?(?:à|aux?) (?:vos|mes|ma|votre)\b"
    r"|\bapp\b|application mobile|cookies?\b|consent|ad[- ]?block\w*|werbeblocker|bloqueur|bloqueador|push|notifications?|rss|youtube|telegram|whatsapp|channel|canal\b|kanal\b|voting|abstimm\w*|e-?paper|print edition|druckausgabe",
    re.IGNORECASE,
)
METER = re.compile(
    r"\b\d{1,2} (?:of|out of|z|von|de|sur|di|van|av|af|из|з) (?:your |sus |tus |vos |seus )?\d{1,2}\b.{0,25}(?:free|darmow|kostenlos|gratis|gratuit|grátis|бесплатн|безкоштовн)"
    r"|\b\d{1,2} (?:more |remaining )?free (?:articles?|stories)\b.{0,20}(?:left|remaining|this month)|free articles? (?:left|remaining)"
    r"|articles? gratuits? restants?|kostenlose[nr]? artikel (?:übrig|verbleib)|artículos gratis (?:restantes|este mes)|darmowych artykułów",
    re.IGNORECASE,
)
APPEAL = re.compile(
    r"\bsupport (?:us|our|the|independent|local|quality|free|real)\b|\bsupport\w* .{0,30}journalism|did you (?:like|enjoy)|enjoyed this|no paywall|free for everyone|soutene[zr]|soutenir|vous a plu|vous avez aimé|unterstütz\w*|gefallen|apóya\w*|apoya\w*|te ha gustado|sostien[ie]|ti è piaciuto|apoi[ea]\b|gostou|steun\b|wspieraj|wesprzyj|stötta|støtt?\b|поддержи\w*|підтрима\w*",
    re.IGNORECASE,
)
_GO_ON = re.compile(
    r"(?:continue|keep|finish) reading|\bunlock\b|to (?:read|access|view) (?:the|this)|(?:lire|découvrir) (?:la suite|l'intégralité|cet article)|la suite (?:est|de)|poursuivre|weiter\s?(?:zu)?lesen|(?:seguir|continuar) leyendo|para leer|(?:continuar?|continue) (?:a ler|lendo)|para ler|continua(?:re)? a leggere|per leggere|verder\s?lezen|czytać dalej|czytaj dalej|läs vidare|læs videre|les videre|чита(?:ть|йте) дал|дочита|читати далі",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"^\W*(?:article |contenu |réservé (?:aux )?|exclusi\w+ (?:für|pour|para|per|for) |nur für |for |only for |sólo para |solo para |per |apenas para |alleen voor |dla |kun for |för |tylko dla |para )?"
    r"(?:abonnés?|réservé aux abonnés|abonnenten|abonnentinnen und abonnenten|\w*abonnenten|mitglieder|subscribers?(?:[ -]only)?|members?(?:[ -]only)?|subscriber exclusive|premium|suscriptores|abbonati|assinantes|abonnees|prenumerator\w*|prenumeranter|abonnenter|tilaajille|předplatitel\w*|előfizető\w*|συνδρομητές|abonelere özel|для подписчиков|для передплатників|有料会員限定|会員限定|有料記事|付费|會員專屬|会员专享|유료|구독자 전용|للمشتركين|contenu abonné|article abonné|article réservé aux abonnés|contenu réservé aux abonnés|contenido exclusivo|conteúdo exclusivo|plus-?artikel|abo|plus|\[extrait\])\W*$",
    re.IGNORECASE,
)
_COMPILED = {
    # the text is folded, so the patterns are too (not casefold(): it would change \\W)
    part: re.compile(unicodedata.normalize("NFKC", "|".join(languages.values())).replace("ς", "σ").replace("ß", "ss"))
    for part, languages in PARTS.items()
}
# A stem of nearly every part, as plain strings: `in` is a hundred times faster
# than the patterns, and most lines of a page hold none of these.
_STEMS = (
    "subscri", "member", "premium", "sign in", "sign up", "log in", "login", "register", "registr", "account", "reserved", "exclusive", "unlock", "continue reading", "keep reading", "check access",
    "abon", "réserv", "connect", "identifi", "inscri", "compte", "la suite", "il vous reste", "il reste",
    "weiterlesen", "weiter lesen", "abo ", "-abo", "abo!", "anmelden", "einloggen", "mitglied", "freischalten", "vorbehalten", "exklusiv", "kostenpflichtig",
    "suscr", "socio", "sesión", "sesion", "exclusiv", "cuenta", "leyendo", "abbona", "riservat", "accedi", "leggere", "assina", "assine", "subscre", "cadastr", "entrar", "lendo", "a ler", "inloggen", "lezen", "gratis",
    "prenum", "subskry", "zaloguj", "czytaj", "konto", "läs", "läse", "lese", "logga", "log ind", "logg inn", "tilaa", "tilau", "kirjaudu", "předpl", "přihl", "celý článek", "dočíst", "abonaț", "abonat", "citi", "autentific", "előfizet", "bejelentkez", "olvas", "regisztr",
    "συνδρομ", "συνδε", "διαβάσ", "διαβάζ", "εγγραφ", "abone", "üye", "giriş", "okumaya", "okumak", "подпис", "подпиш", "войти", "войдите", "чита", "зарегистр", "доступ", "передплат", "підпис", "увійти", "зареєстр",
    "会員", "有料", "購読", "続き", "登録", "ログイン", "残り", "订阅", "訂閱", "会员", "會員", "付费", "付費", "登录", "登入", "全文", "阅读", "閱讀", "解锁", "解鎖", "구독", "회원", "유료", "로그인", "멤버십", "اشترك", "اشتراك", "مشترك", "تسجيل", "المقال", "सब्सक्र", "सदस्य", "लॉग", "साइन", "रजिस्टर", "प्रीमियम", "पढ़",
    "% of", "remaining", "limit", "paywall",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """The parts that a text speaks, and how strongly they make a wall together."""

    parts: frozenset[str]
    counter: bool
    strength: float
    """0: everyday language; from 1 on: a wall's words."""

    @property
    def asks_registration(self) -> bool:
        """A free account is asked for, not money."""
        return "register" in self.parts and not self.parts & {"subscribe", "price"}


_PAIRS = (
    ({"reserved", "subscribe"}, 1.2),
    ({"reserved", "this"}, 1.0),
    ({"remaining"}, 1.1),
    ({"read_on", "subscribe"}, 1.0),
    ({"read_on", "register"}, 0.9),
    ({"read_on", "sign_in"}, 0.8),
    ({"read_on", "price"}, 0.7),
    ({"already", "subscribe", "sign_in"}, 0.7),
    ({"already", "sign_in"}, 0.4),
    ({"already", "subscribe"}, 0.5),
    ({"already", "register"}, 0.5),
    ({"subscribe", "sign_in"}, 0.5),
    ({"subscribe", "price"}, 0.6),
    ({"this", "subscribe"}, 0.7),
    ({"this", "register"}, 0.7),
    ({"this", "sign_in"}, 0.6),
)


_FREE = ("free ", "gratuit", "gratis", "grátis", "kostenlos", "darmow", "бесплатн", "безкоштовн")


def may_count(text: str) -> bool:
    """Tell quickly whether free articles may be counted in the text."""
    text = text.lower()
    return any(stem in text for stem in _FREE)


def may_speak(text: str) -> bool:
    """Tell quickly whether any part of a wall stands in the text."""
    text = text.casefold()
    return any(stem in text for stem in _STEMS)


@lru_cache(maxsize=512)
def spoken(text: str) -> Spoken:
    """Return the parts that stand in `text` and their joint strength."""
    text = fold(text)
    parts = frozenset(p for p, pattern in _COMPILED.items() if pattern.search(text))
    matched = [value for wanted, value in _PAIRS if wanted <= parts]
    strength = max(matched, default=0.0) + 0.15 * max(0, len(matched) - 1)
    counter = bool(COUNTER.search(text)) or (
        # a request to those who have read it all
        not parts & {"reserved", "remaining"} and bool(APPEAL.search(text)) and not _GO_ON.search(text)
    )
    return Spoken(parts, counter, strength * (0.45 if counter else 1.0))


def is_badge(text: str) -> bool:
    """Tell whether a short label says that the article is for subscribers."""
    return len(text) < 50 and bool(_BADGE.match(text.strip()))
