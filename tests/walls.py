"""What walls say, and what only sounds like one, in 24 languages.

Made up after the manner of each country's newspapers: no line is copied from
a page. Lines of one box are separated by ` | `; the last is mostly its button.
`WALLS` and `FRESH` were used to write the word tables, `LAST` came when they stood.
"""

from __future__ import annotations

WALLS: dict[str, list[str]] = {
    "en": [
        "Want to read the rest? | Join today for just £1 a week | View offers",
        "You've read your last complimentary article. | Subscribe now for unlimited digital access. | See subscription options",
        "To keep reading, start your free trial | Existing subscriber? Sign in",
        "This story is available exclusively to Insider members. | Become a member | Log in",
        "Sign in or create a free account to keep reading",
        "The remainder of this post is for paying supporters | Upgrade to paid",
        "Unlock this story with a digital pass | From $4 a month. Cancel anytime. | Get started",
        "Please log in to view the full text of this article.",
    ],
    "fr": [
        "Cet article est réservé à nos abonnés. | Il vous reste 78 % à découvrir. | J'en profite",
        "Vous avez lu 20 % de cet article. | Pour lire les 80 % restants, abonnez-vous dès 1 € par mois | Découvrir les offres",
        "La suite de cet article est réservée à nos abonnés numériques | Testez 1 mois gratuit",
        "Envie de lire la suite ? | Profitez de notre offre sans engagement | Je m'abonne",
        "Créez un compte gratuit pour poursuivre votre lecture | J'ai déjà un compte",
        "Débloquez cet article | Accédez à tous les contenus du site pendant 30 jours | S'abonner",
        "Ce contenu est accessible aux seuls abonnés. Identifiez-vous ou choisissez une formule.",
        "Article en accès payant. | Vous êtes abonné ? Connectez-vous",
    ],
    "de": [
        "Weiterlesen mit Plus | Testen Sie unser Angebot 4 Wochen für 1 Euro | Jetzt testen",
        "Dieser Inhalt ist exklusiv für Digitalkunden. | Zum Angebot | Ich habe schon einen Zugang",
        "Sie möchten den ganzen Artikel lesen? | Mit dem Monatspass erhalten Sie Zugriff auf alle Texte. | Angebote ansehen",
        "Diesen Artikel weiterlesen: | Im ersten Monat gratis, danach 9,90 Euro monatlich | Jetzt Zugang sichern",
        "Registrieren Sie sich kostenlos, um weiterzulesen. | Jetzt registrieren",
        "Der vollständige Text steht nur unseren Abonnentinnen und Abonnenten zur Verfügung.",
        "Artikel nur mit Plus-Abo verfügbar | Melden Sie sich an, um ihn zu Ende zu lesen | Anmelden",
        "Jetzt freischalten: Lesen Sie diesen und alle weiteren Plus-Artikel | 1 Monat für 0,99 €",
    ],
    "es": [
        "Para seguir leyendo, suscríbete a nuestro periódico | 1 € el primer mes | Ver ofertas",
        "Este contenido es solo para suscriptores | ¿Ya estás suscrito? Inicia sesión",
        "Sigue leyendo por 1 € al mes | Quiero suscribirme",
        "Has llegado al límite de artículos gratuitos de este mes | Suscríbete para leer sin límites",
        "Regístrate gratis para continuar leyendo esta noticia | Crear cuenta",
        "Noticia exclusiva para socios. | Hazte socio y accede a todo el contenido | Iniciar sesión",
        "Contenido de suscripción. Accede a la noticia completa con tu cuenta de abonado.",
        "Te queda el 70% de este artículo por leer | Suscribirme",
    ],
    "it": [
        "Per continuare a leggere abbonati a 1 euro al mese | Scopri le offerte",
        "Contenuto riservato agli abbonati | Sei già abbonato? Accedi",
        "Questo è un contenuto a pagamento. | Attiva l'abbonamento digitale per leggerlo | Attiva ora",
        "Il resto dell'articolo è disponibile solo per gli utenti premium. | Diventa premium",
        "Registrati gratuitamente per leggere l'articolo completo | Hai già un account? Accedi",
        "Hai raggiunto il numero massimo di articoli gratuiti per questo mese. | Abbonati",
        "Sblocca l'accesso illimitato a tutti gli articoli | Prova gratis per un mese",
        "Leggi l'articolo intero con l'abbonamento Digital+ | Prosegui",
    ],
    "pt": [
        "Para continuar a ler este artigo, assine o jornal. | A partir de 1 € por semana | Ver planos",
        "Exclusivo para assinantes | Já é assinante? Faça login",
        "Este artigo é exclusivo para os nossos subscritores. | Torne-se assinante",
        "Você já leu todas as matérias gratuitas deste mês. | Assine para ter acesso ilimitado",
        "Cadastre-se gratuitamente para ler a matéria na íntegra | Já tenho cadastro",
        "Leia a reportagem completa por R$ 1,90 no primeiro mês | Quero assinar",
        "Conteúdo para assinantes. Desbloqueie este texto. | Assinar",
        "O resto desta notícia está disponível apenas para quem assina a edição digital.",
    ],
    "nl": [
        "Wil je dit artikel verder lezen? | Probeer nu de eerste maand voor €1 | Bekijk aanbod",
        "Dit verhaal is alleen voor abonnees | Al abonnee? Log in",
        "Maak een gratis account aan en lees dit artikel | Account aanmaken",
        "Lees het hele verhaal met een digitaal abonnement | Kies je abonnement",
        "Je hebt het maximale aantal gratis artikelen bereikt | Neem een abonnement",
        "Exclusief voor leden. | Word lid en krijg toegang tot alle artikelen | Inloggen",
        "Verder lezen? Word abonnee vanaf € 2,50 per week",
        "Premium | Alleen toegankelijk met een abonnement. | Abonneren",
    ],
    "pl": [
        "Ten artykuł przeczytasz w ramach subskrypcji | Kup dostęp już od 1 zł | Wybierz pakiet",
        "Dalsza część artykułu dostępna jest dla abonentów | Zaloguj się",
        "Chcesz przeczytać ten artykuł? | Wykup prenumeratę cyfrową | Sprawdź ofertę",
        "Pozostało 82% treści | Aby czytać dalej, kup subskrypcję",
        "Treść dostępna tylko dla zalogowanych użytkowników. | Załóż bezpłatne konto",
        "Zarejestruj się za darmo, by przeczytać cały tekst",
        "To jest materiał płatny. | Odblokuj dostęp do wszystkich tekstów | Kup teraz",
        "Masz już prenumeratę? Zaloguj się i czytaj dalej | Kup prenumeratę",
    ],
    "sv": [
        "Läs vidare för 1 krona | Du får tillgång till alla artiklar i en månad | Köp nu",
        "Det här är en artikel för dig som är prenumerant. | Logga in",
        "Vill du läsa hela artikeln? | Bli prenumerant | Redan kund? Logga in",
        "Skapa ett gratis konto för att fortsätta läsa",
        "Endast för plusmedlemmar | Bli medlem från 9 kr | Logga in",
        "Lås upp artikeln | Testa digitalt i 30 dagar för 1 kr",
        "Artikeln är låst. | Teckna en digital prenumeration för att läsa den | Se erbjudanden",
        "Den här texten ingår i vår premiumtjänst. Prenumerera för att läsa mer.",
    ],
    "da": [
        "Artiklen fortsætter for abonnenter | Bliv abonnent for 1 kr. den første måned | Køb abonnement",
        "Vil du læse videre? | Prøv 30 dage for 9 kr. | Kom i gang",
        "Denne artikel er låst. | Få adgang med et abonnement | Log ind",
        "Opret en gratis bruger for at læse artiklen",
        "Kun for abonnenter | Har du allerede abonnement? Log ind her",
        "Få fuld adgang til alle artikler | Se abonnementer | Allerede abonnent? Log ind",
        "Du har læst dine gratis artikler denne måned. | Køb abonnement og læs videre",
        "Du skal være medlem for at læse resten af artiklen | Bliv medlem",
    ],
    "no": [
        "For å lese hele saken må du ha abonnement | Kjøp tilgang for 1 krone | Bestill nå",
        "Denne artikkelen er for abonnenter | Allerede abonnent? Logg inn",
        "Vil du lese videre? | Prøv en måned for 1 kr | Bli abonnent",
        "Lag en gratis bruker for å fortsette å lese",
        "Kun for abonnenter. | Få tilgang til alle saker | Se tilbud",
        "Logg inn for å lese resten av artikkelen",
        "Lås opp saken | Abonner fra 49 kr i måneden",
        "Plussartikkel | Du må være abonnent for å lese denne | Logg inn",
    ],
    "fi": [
        "Artikkeli on tilaajille. | Tilaa digi 1 € kuukaudessa | Kirjaudu sisään",
        "Haluatko lukea koko jutun? | Aloita tilaus nyt | Oletko jo tilaaja? Kirjaudu",
        "Jatka lukemista tilaamalla lehti | Tutustu tarjouksiin",
        "Sisältö on vain tilaajien luettavissa. | Osta tilaus",
        "Luo maksuton tunnus ja jatka lukemista",
        "Tämä on maksullista sisältöä. | Kirjaudu lukeaksesi jutun loppuun",
        "Avaa artikkeli tilaamalla | Ensimmäinen kuukausi 1 €",
        "Lue loput artikkelista digitilauksella | Tilaa",
    ],
    "cs": [
        "Zbývá vám přečíst 80 % článku | Předplaťte si nás | Od 99 Kč měsíčně",
        "Pro dočtení článku se musíte přihlásit | Přihlásit se",
        "Tento text je dostupný pouze předplatitelům. | Koupit předplatné",
        "Chcete číst dál? | Získejte předplatné na měsíc za 1 Kč | Vyzkoušet",
        "Článek je zamčený. | Odemkněte ho s předplatným | Již mám předplatné",
        "Zaregistrujte se zdarma a pokračujte ve čtení",
        "Obsah je jen pro členy klubu | Staňte se členem",
        "Celý článek si přečtete s digitálním předplatným",
    ],
    "ro": [
        "Pentru a citi tot articolul, abonează-te | De la 10 lei pe lună | Vezi ofertele",
        "Acest conținut este disponibil doar abonaților. | Ai deja cont? Autentifică-te",
        "Continuă lectura cu un abonament digital | Abonează-te acum",
        "Articol rezervat abonaților | Conectare",
        "Creează un cont gratuit ca să citești mai departe",
        "Ai atins limita de articole gratuite luna aceasta. | Alege un abonament",
        "Vrei să citești restul? | Devino membru | Intră în cont",
        "Restul articolului este disponibil pentru membrii premium.",
    ],
    "hu": [
        "A teljes cikket előfizetőink olvashatják | Előfizetek | Már előfizető? Belépés",
        "Ez a tartalom csak előfizetőknek érhető el. | Előfizetés havi 990 Ft-ért",
        "Olvassa tovább előfizetéssel! | Válasszon csomagot",
        "A cikk további része zárolt | Fizessen elő most | Bejelentkezés",
        "Regisztráljon ingyenesen a cikk elolvasásához",
        "Szeretné végigolvasni? | Próbálja ki egy hónapig 100 Ft-ért | Előfizetek",
        "Lépjen be a folytatáshoz! | Belépés | Regisztráció",
        "Ez egy prémium cikk, elolvasásához előfizetés szükséges.",
    ],
    "el": [
        "Για να διαβάσετε ολόκληρο το άρθρο γίνετε συνδρομητής | Από 1 € τον μήνα | Δείτε τα πακέτα",
        "Το περιεχόμενο είναι διαθέσιμο μόνο σε συνδρομητές. | Σύνδεση",
        "Η συνέχεια για τους συνδρομητές | Αποκτήστε πρόσβαση",
        "Είστε ήδη συνδρομητής; Συνδεθείτε για να συνεχίσετε την ανάγνωση | Εγγραφή",
        "Δημιουργήστε δωρεάν λογαριασμό για να συνεχίσετε την ανάγνωση",
        "Ξεκλειδώστε αυτό το άρθρο | Γίνετε συνδρομητής σήμερα",
        "Έχετε διαβάσει όλα τα δωρεάν άρθρα του μήνα. | Εγγραφείτε συνδρομητής",
        "Αποκλειστικό περιεχόμενο για μέλη | Γίνετε μέλος",
    ],
    "tr": [
        "Yazının devamını okumak için abone olun | Aylık 49 TL | Abone ol",
        "Bu içerik abonelere özeldir. | Zaten abone misiniz? Giriş yapın",
        "Makalenin tamamı yalnızca üyeler içindir | Üye ol",
        "Devamını okumak ister misiniz? | İlk ay 1 TL | Hemen abone ol",
        "Ücretsiz üye olun, okumaya devam edin",
        "Bu ayki ücretsiz haber hakkınız doldu. | Sınırsız okumak için abone olun",
        "Haberin tamamını okumak için giriş yapmalısınız.",
        "Premium içerik | Abonelik satın alarak erişebilirsiniz",
    ],
    "ru": [
        "Чтобы дочитать статью, оформите подписку | 99 ₽ в месяц | Подписаться",
        "Материал доступен только подписчикам. | Уже подписаны? Войти",
        "Продолжение доступно по подписке | Выбрать тариф",
        "Полная версия статьи — для подписчиков издания | Оформить подписку",
        "Зарегистрируйтесь бесплатно, чтобы читать дальше",
        "Вы прочитали все бесплатные статьи в этом месяце. | Подписаться",
        "Читайте без ограничений: первый месяц за 1 рубль | Подписка",
        "Это закрытый материал. | Войдите или оформите подписку, чтобы прочитать его целиком",
    ],
    "uk": [
        "Щоб дочитати статтю, оформіть передплату | 99 грн на місяць | Передплатити",
        "Матеріал доступний тільки передплатникам. | Вже маєте передплату? Увійти",
        "Продовження доступне за підпискою | Обрати план",
        "Повна версія статті — для учасників клубу | Приєднатися до клубу",
        "Зареєструйтеся безкоштовно, щоб читати далі",
        "Ви прочитали всі безкоштовні статті цього місяця. | Підписатися",
        "Цей текст відкритий лише для спільноти. | Стати учасником | Увійти",
        "Увійдіть або передплатіть, щоб прочитати повністю",
    ],
    "ja": [
        "この記事は有料記事です。残り1234文字 | 有料会員になると続きをお読みいただけます。",
        "ここから先は会員限定のコンテンツです。 | 会員登録（無料） | ログイン",
        "続きを読むには購読の申し込みが必要です | 初月無料で申し込む",
        "この先は有料会員の方のみご覧いただけます | ログインする",
        "無料会員に登録すると、この記事の続きを読めます",
        "全文を読むにはログインしてください",
        "残り60%を読む | プレミアムプランに登録",
        "こちらは定期購読者向けの記事です。 | 購読する",
    ],
    "zh": [
        "订阅后可阅读全文 | 立即订阅 | 已订阅？登录",
        "本文为付费内容，成为会员即可继续阅读",
        "登录后查看全文 | 登录 | 注册",
        "您本月的免费文章已用完 | 订阅以继续阅读",
        "剩余70%内容，购买后可阅读 | 开通会员",
        "本文為訂戶專屬內容，請登入或訂閱以閱讀全文",
        "加入會員，解鎖完整內容 | 每月只要 99 元",
        "此内容仅对订阅用户开放 | 订阅",
    ],
    "ko": [
        "이 기사의 나머지는 구독자만 볼 수 있습니다. | 구독하기 | 로그인",
        "전체 기사를 읽으려면 로그인하세요 | 로그인 | 회원가입",
        "프리미엄 회원에게 제공되는 콘텐츠입니다. | 월 9,900원에 구독",
        "무료로 회원가입하고 기사를 계속 읽어보세요",
        "유료 구독자 전용 기사입니다 | 구독 신청",
        "이번 달 무료 기사를 모두 읽으셨습니다. | 구독하고 무제한으로 보기",
        "기사 전문은 멤버십 가입 후 볼 수 있습니다",
        "이미 구독 중이신가요? 로그인하고 이어서 보기 | 구독하기",
    ],
    "ar": [
        "لقراءة المقال كاملاً اشترك الآن | ابتداءً من دولار واحد شهرياً | اشترك",
        "هذا المحتوى متاح للمشتركين فقط. | تسجيل الدخول",
        "سجّل مجاناً لمتابعة قراءة المقال | إنشاء حساب",
        "لقد استنفدت عدد المقالات المجانية لهذا الشهر | اشترك للقراءة بلا حدود",
        "بقية المقال للمشتركين | مشترك بالفعل؟ سجل دخولك",
        "اشترك للاطلاع على النص الكامل",
        "هذه المادة حصرية لمشتركي الجريدة | خطط الاشتراك",
        "يرجى تسجيل الدخول لقراءة بقية الخبر",
    ],
    "hi": [
        "पूरी खबर पढ़ने के लिए सदस्यता लें | सिर्फ ₹99 प्रति माह | सब्सक्राइब करें",
        "यह लेख सिर्फ सदस्यों के लिए उपलब्ध है। | लॉगिन करें",
        "आगे पढ़ने के लिए लॉगिन करें | नया अकाउंट बनाएं",
        "इस स्टोरी को पढ़ने के लिए सब्सक्राइब करें",
        "आपके मुफ्त लेख समाप्त हो गए हैं। | सब्सक्रिप्शन लें और पढ़ना जारी रखें",
        "प्रीमियम स्टोरी: बाकी हिस्सा पढ़ने के लिए सब्सक्रिप्शन लें",
        "मुफ्त रजिस्टर करें और पूरा लेख पढ़ें",
        "पहले से सदस्य हैं? लॉगिन करें और पढ़ना जारी रखें | सदस्य बनें",
    ],
}

# order: newsletter, comments, app, appeal, related article with a lock label, print subscription, saving, cookie or ad blocker
FALSE_FRIENDS: dict[str, list[str]] = {
    "en": [
        "Get the best of our journalism in your inbox. Subscribe to the morning briefing, it's free.",
        "Comments are open to registered readers only. Sign in to have your say.",
        "Read on the go: download our app for unlimited alerts and offline reading.",
        "If you value our reporting, please become a supporter. We keep all articles free to read. Join us from £2 a month",
        "Subscribers only: Inside the quiet war over the harbour",
        "The magazine at home: subscribe to the print edition and get six issues for £20.",
        "Log in to save this article to your reading list.",
        "Accept cookies or subscribe to our ad-free version to support us.",
    ],
    "fr": [
        "Inscrivez-vous à la lettre d'information quotidienne pour recevoir l'essentiel de l'actualité.",
        "Connectez-vous pour réagir à cet article. Les commentaires sont réservés aux membres inscrits.",
        "Téléchargez l'application pour lire tous nos articles hors connexion.",
        "Notre journal vit de ses lecteurs : soutenez-nous, faites un don ou abonnez-vous.",
        "Réservé aux abonnés : Dans les coulisses du port",
        "Abonnez-vous au magazine papier : 12 numéros pour 49 €.",
        "Connectez-vous pour ajouter cet article à vos favoris.",
        "En acceptant les cookies ou en vous abonnant, vous accédez au site sans publicité.",
    ],
    "de": [
        "Jeden Morgen das Wichtigste: Melden Sie sich für unseren Newsletter an.",
        "Bitte melden Sie sich an, um diesen Artikel zu kommentieren. Noch kein Konto? Registrieren",
        "Alle Artikel auch unterwegs lesen: Laden Sie unsere App.",
        "Ihnen gefällt unser Journalismus? Unterstützen Sie uns als Mitglied, alle Texte bleiben frei zugänglich.",
        "Nur für Abonnenten: Der stille Streit um den Hafen",
        "Die gedruckte Zeitung nach Hause: Jetzt zwei Wochen gratis Probe lesen und Abo bestellen.",
        "Melden Sie sich an, um diesen Artikel in Ihrer Merkliste zu speichern.",
        "Weiter mit Werbung oder mit dem Pur-Abo ohne Cookies lesen.",
    ],
    "es": [
        "Suscríbete gratis a nuestro boletín diario y recibe las noticias en tu correo.",
        "Inicia sesión para comentar este artículo. Solo los suscriptores pueden participar en el debate.",
        "Descarga la app para leer todas las noticias sin conexión.",
        "Si te gusta nuestro periodismo, hazte socio: nuestros contenidos son abiertos para todos.",
        "Solo para suscriptores: La guerra silenciosa del puerto",
        "Suscríbete a la revista en papel: 12 números por 40 €.",
        "Regístrate para guardar esta noticia en tus favoritos.",
        "Acepta las cookies o suscríbete para navegar sin publicidad.",
    ],
    "it": [
        "Iscriviti gratis alla newsletter quotidiana con le notizie principali.",
        "Accedi per commentare questo articolo. I commenti sono riservati agli utenti registrati.",
        "Scarica l'app per leggere tutti gli articoli anche offline.",
        "Se ti piace il nostro lavoro, sostienici: i nostri articoli restano gratuiti per tutti.",
        "Riservato agli abbonati: La guerra silenziosa del porto",
        "Abbonati alla rivista cartacea: 12 numeri a 39 euro.",
        "Accedi per salvare questo articolo tra i preferiti.",
        "Accetta i cookie oppure abbonati per navigare senza pubblicità.",
    ],
    "pt": [
        "Receba o melhor do dia no seu e-mail: assine a newsletter gratuita.",
        "Faça login para comentar esta matéria. Apenas assinantes podem comentar.",
        "Baixe o aplicativo e leia todas as notícias offline.",
        "Gosta do nosso jornalismo? Apoie-nos: o conteúdo continua gratuito para todos.",
        "Exclusivo para assinantes: A guerra silenciosa do porto",
        "Assine a revista impressa: 12 edições por R$ 199.",
        "Entre para guardar este artigo nos favoritos.",
        "Aceite os cookies ou assine para navegar sem anúncios.",
    ],
    "nl": [
        "Elke ochtend het nieuws in je mailbox? Meld je gratis aan voor onze nieuwsbrief.",
        "Log in om te reageren op dit artikel. Reageren is voorbehouden aan abonnees.",
        "Lees altijd en overal: download onze app.",
        "Vind je dit artikel waardevol? Steun ons en word lid; onze artikelen blijven gratis toegankelijk.",
        "Alleen voor abonnees: De stille oorlog om de haven",
        "De papieren krant thuis? Neem een proefabonnement: 6 weken voor € 15.",
        "Log in om dit artikel te bewaren in je leeslijst.",
        "Accepteer cookies of neem een abonnement zonder advertenties.",
    ],
    "pl": [
        "Zapisz się na bezpłatny newsletter i czytaj najważniejsze wiadomości.",
        "Zaloguj się, aby skomentować ten artykuł.",
        "Pobierz aplikację i czytaj wszystkie artykuły offline.",
        "Podoba Ci się nasze dziennikarstwo? Wesprzyj nas; nasze teksty są dostępne dla wszystkich.",
        "Tylko dla prenumeratorów: Cicha wojna o port",
        "Zamów prenumeratę papierową: 12 numerów za 120 zł.",
        "Zaloguj się, aby zapisać artykuł na później.",
        "Zaakceptuj pliki cookies lub kup subskrypcję bez reklam.",
    ],
    "sv": [
        "Prenumerera på vårt nyhetsbrev och få nyheterna varje morgon.",
        "Logga in för att kommentera artikeln.",
        "Läs alla artiklar i mobilen: ladda ner appen.",
        "Gillar du vår journalistik? Stötta oss; alla artiklar är fria att läsa.",
        "Endast för prenumeranter: Det tysta kriget om hamnen",
        "Prenumerera på papperstidningen: 12 nummer för 399 kr.",
        "Logga in för att spara artikeln till senare.",
        "Godkänn cookies eller prenumerera för att slippa annonser.",
    ],
    "da": [
        "Tilmeld dig vores nyhedsbrev og få nyhederne hver morgen.",
        "Log ind for at kommentere artiklen.",
        "Hent vores app og læs alle artikler på farten.",
        "Kan du lide vores journalistik? Støt os; alle artikler er gratis at læse.",
        "Kun for abonnenter: Den stille krig om havnen",
        "Bestil abonnement på den trykte avis: 12 numre for 399 kr.",
        "Log ind for at gemme artiklen til senere.",
        "Accepter cookies eller køb abonnement uden annoncer.",
    ],
    "no": [
        "Meld deg på nyhetsbrevet vårt og få nyhetene hver morgen.",
        "Logg inn for å kommentere artikkelen.",
        "Last ned appen og les alle saker når du er på farten.",
        "Liker du journalistikken vår? Støtt oss; alle saker er gratis å lese.",
        "Kun for abonnenter: Den stille krigen om havnen",
        "Bestill abonnement på papiravisen: 12 nummer for 399 kr.",
        "Logg inn for å lagre saken til senere.",
        "Godta informasjonskapsler eller kjøp abonnement uten annonser.",
    ],
    "fi": [
        "Tilaa uutiskirje ja saat päivän uutiset sähköpostiisi.",
        "Kirjaudu sisään kommentoidaksesi juttua.",
        "Lataa sovellus ja lue kaikki jutut puhelimella.",
        "Pidätkö journalismistamme? Tue meitä; kaikki juttumme ovat vapaasti luettavissa.",
        "Tilaajille: Hiljainen sota satamasta",
        "Tilaa painettu lehti kotiin: 12 numeroa 59 €.",
        "Kirjaudu tallentaaksesi jutun myöhemmäksi.",
        "Hyväksy evästeet tai tilaa mainokseton versio.",
    ],
    "cs": [
        "Přihlaste se k odběru zpravodaje a dostávejte zprávy každé ráno.",
        "Pro komentování článku se musíte přihlásit.",
        "Stáhněte si aplikaci a čtěte články i offline.",
        "Líbí se vám naše práce? Podpořte nás; naše články jsou pro všechny zdarma.",
        "Pro předplatitele: Tichá válka o přístav",
        "Předplaťte si tištěný časopis: 12 čísel za 599 Kč.",
        "Přihlaste se a uložte si článek na později.",
        "Přijměte cookies, nebo si předplaťte web bez reklam.",
    ],
    "ro": [
        "Abonează-te la newsletter și primește știrile în fiecare dimineață.",
        "Autentifică-te pentru a comenta la acest articol.",
        "Descarcă aplicația și citește toate articolele offline.",
        "Îți place jurnalismul nostru? Susține-ne; articolele rămân gratuite pentru toți.",
        "Doar pentru abonați: Războiul tăcut al portului",
        "Abonează-te la ediția tipărită: 12 numere la 199 lei.",
        "Intră în cont pentru a salva articolul.",
        "Acceptă cookie-urile sau abonează-te pentru o versiune fără reclame.",
    ],
    "hu": [
        "Iratkozzon fel hírlevelünkre, és olvassa a legfontosabb híreket.",
        "A hozzászóláshoz be kell jelentkezni.",
        "Töltse le alkalmazásunkat, és olvasson útközben is.",
        "Tetszik, amit csinálunk? Támogasson minket; cikkeink mindenki számára ingyenesek.",
        "Előfizetőknek: A kikötő csendes háborúja",
        "Fizessen elő a nyomtatott lapra: 12 szám 9900 Ft.",
        "Jelentkezzen be a cikk elmentéséhez.",
        "Fogadja el a sütiket, vagy fizessen elő a reklámmentes változatra.",
    ],
    "el": [
        "Εγγραφείτε στο newsletter και λάβετε τις ειδήσεις κάθε πρωί.",
        "Συνδεθείτε για να σχολιάσετε το άρθρο.",
        "Κατεβάστε την εφαρμογή και διαβάστε όλα τα άρθρα στο κινητό.",
        "Σας αρέσει η δουλειά μας; Στηρίξτε μας· όλα τα άρθρα είναι δωρεάν.",
        "Για συνδρομητές: Ο σιωπηλός πόλεμος του λιμανιού",
        "Συνδρομή στην έντυπη έκδοση: 12 τεύχη με 49 €.",
        "Συνδεθείτε για να αποθηκεύσετε το άρθρο.",
        "Αποδεχτείτε τα cookies ή γίνετε συνδρομητής χωρίς διαφημίσεις.",
    ],
    "tr": [
        "E-bültenimize abone olun, haberler her sabah e-postanıza gelsin.",
        "Yorum yapmak için giriş yapmalısınız.",
        "Uygulamamızı indirin, haberleri her yerde okuyun.",
        "Gazeteciliğimizi beğeniyor musunuz? Destek olun; tüm haberlerimiz ücretsizdir.",
        "Abonelere özel: Limanın sessiz savaşı",
        "Basılı dergiye abone olun: 12 sayı 499 TL.",
        "Haberi kaydetmek için giriş yapın.",
        "Çerezleri kabul edin ya da reklamsız okumak için abone olun.",
    ],
    "ru": [
        "Подпишитесь на нашу рассылку и получайте главные новости каждое утро.",
        "Войдите, чтобы оставить комментарий к статье.",
        "Скачайте приложение и читайте новости без интернета.",
        "Нравится наша работа? Поддержите нас: все материалы бесплатны для всех.",
        "Для подписчиков: Тихая война за порт",
        "Оформите подписку на печатный журнал: 12 номеров за 1990 руб.",
        "Войдите, чтобы сохранить статью в закладки.",
        "Подписывайтесь на наш Telegram-канал, чтобы читать первыми.",
    ],
    "uk": [
        "Підпишіться на нашу розсилку й отримуйте головні новини щоранку.",
        "Увійдіть, щоб залишити коментар до статті.",
        "Завантажте застосунок і читайте новини без інтернету.",
        "Подобається наша робота? Підтримайте нас: усі матеріали безкоштовні для всіх.",
        "Для передплатників: Тиха війна за порт",
        "Передплатіть друкований журнал: 12 номерів за 990 грн.",
        "Увійдіть, щоб зберегти статтю.",
        "Підписуйтесь на наш Telegram-канал, щоб читати першими.",
    ],
    "ja": [
        "無料メールマガジンに登録して、毎朝ニュースを受け取る",
        "コメントするにはログインしてください",
        "アプリをダウンロードして、いつでもニュースを読む",
        "この記事が役に立ったら、寄付で応援してください。記事はすべて無料で読めます。",
        "会員限定 港をめぐる静かな戦い",
        "紙の雑誌の定期購読はこちら 12冊 12,000円",
        "ログインすると記事を保存できます",
        "無料会員に登録すると記事をブックマークできます",
    ],
    "zh": [
        "订阅我们的电子报，每天早上接收新闻",
        "登录后发表评论",
        "下载APP，随时随地阅读全文",
        "喜欢我们的报道吗？欢迎捐款支持，所有文章免费阅读",
        "会员专享：港口的无声战争",
        "订阅印刷版杂志：全年12期 360元",
        "登录后收藏本文",
        "關注我們的 Telegram 頻道，閱讀更多",
    ],
    "ko": [
        "뉴스레터를 구독하고 매일 아침 소식을 받아보세요",
        "댓글을 작성하려면 로그인하세요",
        "앱을 다운로드하고 언제든지 기사를 읽으세요",
        "저희 기사가 마음에 드셨나요? 후원해 주세요. 모든 기사는 무료입니다.",
        "구독자 전용: 항구의 조용한 전쟁",
        "종이 잡지 정기구독: 12권 120,000원",
        "로그인하면 기사를 북마크할 수 있습니다",
        "유튜브 채널 구독하기",
    ],
    "ar": [
        "اشترك في نشرتنا البريدية لتصلك الأخبار كل صباح",
        "سجل الدخول لإضافة تعليق على المقال",
        "حمّل التطبيق لقراءة الأخبار في أي وقت",
        "هل أعجبك عملنا؟ ادعمنا بتبرع، كل المقالات مجانية للجميع",
        "للمشتركين: الحرب الصامتة على الميناء",
        "اشترك في النسخة الورقية: 12 عدداً مقابل 50 دولاراً",
        "سجل الدخول لحفظ المقال",
        "تابع قناتنا على تلغرام لقراءة المزيد",
    ],
    "hi": [
        "हमारे न्यूज़लेटर को सब्सक्राइब करें और हर सुबह खबरें पाएं",
        "टिप्पणी करने के लिए लॉगिन करें",
        "खबरें पढ़ने के लिए ऐप डाउनलोड करें",
        "हमारी पत्रकारिता पसंद है? सहयोग करें, सभी लेख मुफ्त हैं",
        "केवल सदस्यों के लिए: बंदरगाह की खामोश जंग",
        "छपी पत्रिका की सदस्यता लें: 12 अंक ₹499",
        "लेख सेव करने के लिए लॉगिन करें",
        "हमारे यूट्यूब चैनल को सब्सक्राइब करें",
    ],
}

# a third round, written when the tables stood: 94 % of them were found at first sight
LAST: dict[str, list[str]] = {
    "en": [
        "There's more to this story. | Members get every word | Join for $2 a week",
        "You must be a registered user to view the rest of this article. | Register now",
    ],
    "fr": [
        "Plus que quelques lignes… | Abonnez-vous pour connaître la fin de l'article | S'abonner",
        "Accès limité aux abonnés : connectez-vous pour afficher le texte entier",
    ],
    "de": [
        "Neugierig, wie es weitergeht? | Mit Premium lesen Sie den ganzen Text | Premium testen",
        "Um den Beitrag vollständig zu sehen, loggen Sie sich bitte ein",
    ],
    "es": [
        "¿Te has quedado a medias? | Suscríbete y lee la noticia hasta el final | Ver planes",
        "Solo los usuarios registrados pueden ver el artículo entero | Registrarme",
    ],
    "it": [
        "Non fermarti qui | Con l'abbonamento leggi il resto dell'inchiesta | Abbonati",
        "Devi essere registrato per leggere tutto il testo | Registrati",
    ],
    "pt": [
        "Não pare por aqui | Com a assinatura você lê o restante da matéria | Assinar",
        "É preciso ter cadastro para ver o texto completo | Cadastrar",
    ],
    "nl": [
        "Benieuwd hoe het afloopt? | Met een abonnement lees je het hele artikel | Abonneer",
        "Je moet ingelogd zijn om de rest van het artikel te zien | Log in",
    ],
    "pl": [
        "Ciekawi Cię ciąg dalszy? | Z prenumeratą przeczytasz cały tekst | Zamów",
        "Musisz być zalogowany, aby zobaczyć resztę artykułu | Zaloguj się",
    ],
    "sv": [
        "Vill du veta hur det slutar? | Som prenumerant läser du hela artikeln | Prenumerera",
        "Du måste vara inloggad för att se resten av artikeln | Logga in",
    ],
    "da": [
        "Vil du vide, hvordan det ender? | Som abonnent læser du hele artiklen | Bliv abonnent",
        "Du skal være logget ind for at se resten af artiklen | Log ind",
    ],
    "no": [
        "Vil du vite hvordan det ender? | Som abonnent leser du hele artikkelen | Bli abonnent",
        "Du må være innlogget for å se resten av artikkelen | Logg inn",
    ],
    "fi": [
        "Haluatko tietää, miten tarina päättyy? | Tilaajana luet koko artikkelin | Tilaa",
        "Sinun on kirjauduttava nähdäksesi artikkelin loppuosan | Kirjaudu",
    ],
    "cs": [
        "Chcete vědět, jak to dopadne? | S předplatným přečtete celý článek | Předplatit",
        "Pro zobrazení zbytku článku musíte být přihlášeni | Přihlásit",
    ],
    "ro": [
        "Vrei să afli cum se termină? | Cu abonament citești tot articolul | Abonează-te",
        "Trebuie să fii autentificat pentru a vedea restul articolului | Autentificare",
    ],
    "hu": [
        "Kíváncsi a végére? | Előfizetéssel az egész cikket olvashatja | Előfizetés",
        "A cikk többi részéhez be kell jelentkeznie | Bejelentkezés",
    ],
    "el": [
        "Θέλετε να μάθετε τη συνέχεια; | Με συνδρομή διαβάζετε όλο το άρθρο | Εγγραφή",
        "Πρέπει να συνδεθείτε για να δείτε το υπόλοιπο άρθρο | Σύνδεση",
    ],
    "tr": [
        "Sonunu merak ediyor musunuz? | Abonelikle tüm yazıyı okuyun | Abone ol",
        "Makalenin geri kalanını görmek için giriş yapmanız gerekir | Giriş yap",
    ],
    "ru": [
        "Хотите узнать, чем всё закончилось? | С подпиской вы прочитаете всю статью | Подписаться",
        "Чтобы увидеть остальную часть статьи, нужно войти | Войти",
    ],
    "uk": [
        "Хочете знати, чим усе закінчилося? | З передплатою ви прочитаєте всю статтю | Передплатити",
        "Щоб побачити решту статті, потрібно увійти | Увійти",
    ],
    "ja": [
        "この先が気になりますか？ | 購読すると全文を読むことができます | 購読する",
        "残りの記事を見るにはログインが必要です | ログイン",
    ],
    "zh": ["想知道结局吗？ | 订阅后可阅读整篇文章 | 订阅", "登录后才能查看剩余内容 | 登录"],
    "ko": [
        "결말이 궁금하신가요? | 구독하면 기사 전체를 읽을 수 있습니다 | 구독하기",
        "나머지 기사를 보려면 로그인이 필요합니다 | 로그인",
    ],
    "ar": [
        "هل تريد معرفة النهاية؟ | مع الاشتراك تقرأ المقال كاملاً | اشترك",
        "يجب تسجيل الدخول لرؤية بقية المقال | تسجيل الدخول",
    ],
    "hi": [
        "जानना चाहते हैं आगे क्या हुआ? | सदस्यता लेकर पूरा लेख पढ़ें | सदस्य बनें",
        "बाकी लेख देखने के लिए लॉगिन करना होगा | लॉगिन",
    ],
}

SENTENCES = {
    "latin": "In the town of Altona number {n} the council met on a long evening, and after some debate it agreed to build bridge {n}.",
    "cyrillic": "Городской совет номер {n} собрался вечером и после долгого обсуждения решил построить новый мост через реку, номер {n}.",
    "greek": "Το δημοτικό συμβούλιο αριθμός {n} συνεδρίασε το βράδυ και μετά από μακρά συζήτηση αποφάσισε να χτίσει τη γέφυρα {n} στο ποτάμι.",
    "cjk": "市議会は第{n}回の会合を開き、長い議論の末に、川に新しい橋をかけることを決めた。工事は来年の春に始まる予定で、費用は{n}億円と見込まれている。住民はおおむね賛成している。",
    "hangul": "시의회는 {n}번째 회의를 열고 오랜 논의 끝에 강을 가로지르는 새로운 다리를 짓기로 결정했다. 공사는 내년 봄에 시작되며 비용은 {n}억 원으로 예상된다고 한다.",
    "arabic": "اجتمع مجلس المدينة رقم {n} في مساء طويل، وبعد نقاش قرر بناء جسر جديد فوق النهر رقم {n} في ربيع العام المقبل.",
    "hindi": "नगर परिषद संख्या {n} की बैठक शाम को हुई, और लंबी बहस के बाद नदी पर नया पुल {n} बनाने का फैसला किया गया।",
}
SCRIPTS = {
    "ru": "cyrillic",
    "uk": "cyrillic",
    "el": "greek",
    "ja": "cjk",
    "zh": "cjk",
    "ko": "hangul",
    "ar": "arabic",
    "hi": "hindi",
}
TITLE = "The bridge of Altona and its long story"


def body(language: str, first: int = 1, count: int = 5) -> list[str]:
    """Return paragraphs of a made-up article."""
    sentence = SENTENCES[SCRIPTS.get(language, "latin")]
    return [sentence.format(n=n) for n in range(first, first + count)]


def tags(lines: list[str], tag: str = "p") -> str:
    """Return the lines, each in its element."""
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def page(inside: str, behind: str = "", head: str = "", language: str = "en") -> bytes:
    """Return a page with a menu, an article, what follows it and a footer."""
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'><title>{TITLE}</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a> <a href='/abo'>Abo</a></nav><main><article><h1>{TITLE}</h1>{inside}</article>{behind}</main>"
        f"<footer><p>Imprint, contact, terms of use and all the rest of a footer</p></footer></body></html>"
    ).encode()


def _box(lines: list[str]) -> str:
    *said, button = lines if len(lines) > 1 else (lines[0], "OK")
    return f"{tags(said)}<a class='button' href='/x'>{button}</a>"


_CARDS = "".join(
    f"<div class='x-item'><h3><a href='/{n}'>Another story about the harbour of the town, number {n}</a></h3>"
    f"<p>The harbour has been quiet for {n} years, but now the ships are coming back, as the harbour master says, one by one.</p></div>"
    for n in range(1, 5)
)

SHAPES: dict[str, str] = {
    "div": "{body}<div class='x-box'>{box}</div>",
    "lines": "{body}{plain}<p><a href='/x'>OK</a></p>",
    "heading": "{body}<section><h3>{first}</h3>{rest}<button>OK</button></section>",
    "benefits": "{body}<div class='x-box'><h2>{first}</h2><ul><li>Newsletter, app, podcasts</li><li>E-Paper</li></ul>{rest}<a href='/x'>OK</a></div>",
    "button": "{body}<div class='x-cta'><a href='/x'>{first}</a><button>{last}</button></div>",
    "faded": "{start}<div class='x-fade'><p>{end}</p></div><div class='x-offer'>{box}</div>",
    "named": "<div class='text'>{body}</div><div class='paywall'><div>{box}</div></div>",
    "form": "{body}<form class='x-form'><p>{all}</p><label>E-mail</label><input name='e'><input type='password'><button>OK</button></form>",
    "teasers": "{body}<div class='x-box'>{box}</div>{cards}",
    "aside": "{body}</article><aside class='x-wall'>{box}</aside><article class='x-none'>",
}


def walled(shape: str, language: str, wall: str) -> tuple[bytes, list[str]]:
    """Return a page that ends in a wall, and its public paragraphs."""
    lines = wall.split(" | ")
    public = body(language)
    inside = SHAPES[shape].format(
        body=tags(public), start=tags(public[:-1]), end=public[-1], box=_box(lines), plain=tags(lines),
        first=lines[0], rest=tags(lines[1:]), last=lines[-1], all=" ".join(lines), cards=_CARDS,
    )  # fmt: skip
    return page(inside, language=language), public


FALSE_SHAPES: dict[str, str] = {
    "middle": "{body}<div class='x-box'><p>{said}</p></div>{more}",
    "end": "{body}{more}<div class='x-box'><p>{said}</p></div>",
    "promo": "{body}<aside class='promo'><p>{said}</p><a href='/x'>OK</a></aside>{more}",
    "hidden": "{body}{more}<div style='display:none'><p>{said}</p></div>",
}


def open_page(
    shape: str, language: str, line: str, *, link: bool = False
) -> tuple[bytes, list[str]]:
    """Return a page that goes on behind a line that is no wall, and its paragraphs."""
    public, more = body(language), body(language, 11)
    said = f"<a href='/other'>{line}</a>" if link else line
    inside = FALSE_SHAPES[shape].format(body=tags(public), more=tags(more), said=said)
    return page(inside, language=language), public + more


FRESH: dict[str, list[str]] = {
    "en": [
        "This is a subscriber exclusive | Log on or choose a plan to see the whole investigation | Plans from $1",
        "You have 0 free stories left | Support local news and keep reading | Subscribe for 99c",
        "The full analysis is only available to clients. | Request access | Sign in",
        "Enjoying this preview? Purchase the issue to read the complete interview.",
    ],
    "fr": [
        "Vous souhaitez lire la totalité de cette enquête ? | Offre découverte : 3 mois pour 1 € | Profiter de l'offre",
        "Lecture réservée aux abonnés Premium | Mon compte | Voir les formules",
        "Pour accéder à l'intégralité de l'article, veuillez vous identifier | Mot de passe oublié",
        "Cet article vous intéresse ? Inscrivez-vous, c'est gratuit, et lisez la fin.",
    ],
    "de": [
        "Hier geht es nach dem Login weiter | Kostenfrei registrieren | Anmelden",
        "Lesen Sie den gesamten Bericht in unserem E-Paper-Abo | Probemonat 0 Euro",
        "Der Rest des Artikels ist unseren Leserinnen mit Digitalabo vorbehalten | Abo abschließen",
        "Sie haben Ihr Kontingent an Gratis-Artikeln aufgebraucht | Jetzt Abo wählen",
    ],
    "es": [
        "¿Quieres leer el reportaje entero? | Pásate a premium por 3 € | Suscribirse",
        "Lectura exclusiva de suscriptores | Acceder con mi cuenta",
        "Para leer la nota completa inicia sesión o crea tu cuenta gratis",
        "Ya consumiste tus 5 notas gratis del mes | Elige tu plan",
    ],
    "it": [
        "Vuoi leggere tutto l'articolo? | Abbonamento a 0,99 € il primo mese | Attiva l'offerta",
        "Lettura riservata ai soci | Entra con il tuo account",
        "Effettua il login o registrati per proseguire nella lettura",
        "Hai finito gli articoli gratuiti del mese | Scegli l'abbonamento",
    ],
    "pt": [
        "Quer ler a reportagem inteira? | Plano digital por R$ 9,90 ao mês | Assine já",
        "Leitura restrita a assinantes | Entrar na minha conta",
        "Inicie sessão ou registe-se para aceder ao artigo completo",
        "Restam 65% do texto | Torne-se assinante por 1 €",
    ],
    "nl": [
        "Nieuwsgierig naar de rest van dit verhaal? | Word vandaag nog abonnee | Bestel",
        "Dit stuk is voorbehouden aan onze leden | Inloggen",
        "Log in of registreer gratis om het volledige artikel te bekijken",
        "Lees nu de eerste maand alles voor 1 euro | Start proefabonnement",
    ],
    "pl": [
        "Reszta tekstu tylko z aktywną prenumeratą | Dołącz za 4,90 zł",
        "Zostało Ci 75% artykułu do przeczytania | Kup subskrypcję",
        "Materiał przeznaczony dla subskrybentów | Zaloguj",
        "Załóż konto i czytaj bez ograniczeń | Rejestracja",
    ],
    "sv": [
        "Nyfiken på resten? | Bli digital prenumerant, första månaden 19 kr | Beställ",
        "Läsning för inloggade kunder | Logga in",
        "Registrera dig kostnadsfritt för att läsa klart artikeln",
        "Du har läst månadens fria artiklar | Välj prenumeration",
    ],
    "da": [
        "Nysgerrig på resten? | Bliv digital abonnent, første måned 19 kr. | Bestil",
        "Forbeholdt vores medlemmer | Log ind",
        "Registrer dig gratis og læs hele historien",
        "Du har brugt dine gratis artikler | Vælg abonnement",
    ],
    "no": [
        "Nysgjerrig på resten? | Bli digital abonnent, første måned 19 kr | Bestill",
        "Forbeholdt våre medlemmer | Logg inn",
        "Registrer deg gratis og les hele historien",
        "Du har brukt opp dine gratis artikler | Velg abonnement",
    ],
    "fi": [
        "Kiinnostuitko? Loput jutusta tilaajille | Tilaa 9,90 €/kk",
        "Rekisteröidy maksutta, niin pääset lukemaan koko artikkelin",
        "Tämä juttu vaatii tilauksen | Kirjaudu | Tilaa",
        "Olet lukenut kuukauden ilmaiset artikkelit | Valitse tilaus",
    ],
    "cs": [
        "Zajímá vás celý text? | Předplatné od 49 Kč | Objednat",
        "Přihlaste se nebo se zaregistrujte a dočtěte článek",
        "Přístup ke zbytku mají předplatitelé | Přihlášení",
        "Vyčerpali jste limit článků zdarma | Vybrat předplatné",
    ],
    "ro": [
        "Te interesează tot materialul? | Abonament de la 9 lei | Comandă",
        "Autentifică-te sau înregistrează-te pentru a vedea articolul complet",
        "Textul integral e pentru abonați | Login",
        "Ai citit articolele gratuite din această lună | Alege abonamentul",
    ],
    "hu": [
        "Érdekli a cikk többi része? | Előfizetés 990 forinttól | Megrendelem",
        "Jelentkezzen be vagy regisztráljon a teljes cikk elolvasásához",
        "A folytatás csak előfizetőinknek | Belépek",
        "Elolvasta az e havi ingyenes cikkeit | Válasszon előfizetést",
    ],
    "el": [
        "Θέλετε να διαβάσετε όλο το κείμενο; | Συνδρομή από 3 € | Παραγγελία",
        "Συνδεθείτε ή εγγραφείτε δωρεάν για να δείτε το πλήρες άρθρο",
        "Το υπόλοιπο του άρθρου είναι μόνο για συνδρομητές | Σύνδεση",
        "Διαβάσατε τα δωρεάν άρθρα του μήνα | Επιλέξτε συνδρομή",
    ],
    "tr": [
        "Yazının tamamı ilginizi çekti mi? | 29 TL'den başlayan abonelik | Satın al",
        "Giriş yapın veya kayıt olun, makaleyi sonuna kadar okuyun",
        "Geri kalanı yalnızca abonelerimiz okuyabilir | Giriş",
        "Bu ay ücretsiz okuma limitinize ulaştınız | Abonelik seç",
    ],
    "ru": [
        "Хотите прочитать статью целиком? | Подписка от 149 руб. | Оформить",
        "Авторизуйтесь или зарегистрируйтесь, чтобы увидеть полный текст",
        "Остальная часть материала открыта только для подписчиков | Вход",
        "Лимит бесплатных статей исчерпан | Выберите подписку",
    ],
    "uk": [
        "Хочете прочитати статтю цілком? | Підписка від 49 грн | Оформити",
        "Авторизуйтесь або зареєструйтесь, щоб побачити повний текст",
        "Решта матеріалу доступна лише підписникам | Вхід",
        "Ліміт безкоштовних статей вичерпано | Оберіть передплату",
    ],
    "ja": [
        "この続きは電子版でお読みください | 月額1,000円 | お申し込み",
        "ログインまたは会員登録して全文を見る",
        "残り800文字は購読者のみ閲覧できます | ログイン",
        "今月の無料記事の上限に達しました | 購読プランを選ぶ",
    ],
    "zh": [
        "想看完整报道？ | 每月18元成为会员 | 立即开通",
        "请登录或注册后继续阅读",
        "其余内容仅供付费用户阅读 | 登录",
        "本月免费阅读次数已达上限 | 选择订阅方案",
    ],
    "ko": [
        "기사 전체가 궁금하신가요? | 월 4,900원부터 구독 | 신청하기",
        "로그인 또는 회원가입 후 전문을 확인하세요",
        "이후 내용은 유료회원만 열람할 수 있습니다 | 로그인",
        "이번 달 무료 기사 한도를 초과했습니다 | 구독 선택",
    ],
    "ar": [
        "هل تريد قراءة التقرير كاملاً؟ | اشتراك من 3 دولارات | اطلب الآن",
        "سجل الدخول أو أنشئ حساباً لقراءة النص الكامل",
        "باقي المقال متاح للمشتركين فقط | دخول",
        "وصلت إلى الحد الأقصى من المقالات المجانية | اختر اشتراكك",
    ],
    "hi": [
        "पूरी रिपोर्ट पढ़ना चाहते हैं? | ₹49 से सदस्यता | अभी लें",
        "पूरा लेख देखने के लिए लॉगिन या रजिस्टर करें",
        "बाकी लेख केवल सदस्यों के लिए है | लॉगिन",
        "आपकी मुफ्त लेखों की सीमा पूरी हो गई है | प्लान चुनें",
    ],
}

FRESH_FRIENDS: dict[str, list[str]] = {
    "en": [
        "Never miss a story: get our evening email. Register free.",
        "Members can reply below. Log in or create an account to post.",
        "Buy the paper edition of this week's issue, £3.50.",
    ],
    "fr": [
        "Ne manquez rien : recevez notre sélection du soir par mail. Inscription gratuite.",
        "Pour laisser un commentaire, identifiez-vous ou créez un compte.",
        "Achetez le numéro de la semaine en kiosque, 5,90 €.",
    ],
    "de": [
        "Nichts verpassen: Registrieren Sie sich für unsere Abend-Mail.",
        "Um mitzudiskutieren, loggen Sie sich ein oder registrieren Sie sich.",
        "Dieser Artikel stammt aus Heft 12, jetzt am Kiosk für 5,90 Euro.",
    ],
    "es": [
        "No te pierdas nada: regístrate y recibe nuestro resumen por correo.",
        "Para dejar un comentario inicia sesión o crea una cuenta.",
        "Compra la edición impresa de esta semana por 3 €.",
    ],
    "it": [
        "Non perderti nulla: registrati e ricevi il nostro riepilogo via mail.",
        "Per lasciare un commento accedi o registrati.",
        "Acquista il numero in edicola a 4 euro.",
    ],
    "pt": [
        "Não perca nada: cadastre-se e receba o nosso resumo por e-mail.",
        "Para deixar um comentário, faça login ou crie uma conta.",
        "Compre a edição impressa desta semana por 4 €.",
    ],
    "nl": [
        "Niets missen? Registreer je voor onze avondmail.",
        "Om een reactie te plaatsen moet je inloggen of registreren.",
        "Koop het gedrukte nummer van deze week voor € 5.",
    ],
    "pl": [
        "Nie przegap niczego: zarejestruj się i odbieraj nasz wieczorny e-mail.",
        "Aby dodać komentarz, zaloguj się lub zarejestruj.",
        "Kup wydanie papierowe tego numeru za 9 zł.",
    ],
    "sv": [
        "Missa inget: registrera dig för vårt kvällsmejl.",
        "Logga in för att skriva en kommentar.",
        "Köp veckans papperstidning för 39 kr.",
    ],
    "da": [
        "Gå ikke glip af noget: registrer dig til vores aftenmail.",
        "Log ind for at skrive en kommentar.",
        "Køb ugens trykte avis for 39 kr.",
    ],
    "no": [
        "Ikke gå glipp av noe: registrer deg for kveldsmailen vår.",
        "Logg inn for å skrive en kommentar.",
        "Kjøp ukens papiravis for 39 kr.",
    ],
    "fi": [
        "Älä jää paitsi: rekisteröidy iltapostin saajaksi.",
        "Kirjaudu kirjoittaaksesi kommentin.",
        "Osta viikon painettu lehti, 5 €.",
    ],
    "cs": [
        "Nenechte si nic ujít: zaregistrujte se k odběru večerního e-mailu.",
        "Pro přidání komentáře se přihlaste nebo zaregistrujte.",
        "Kupte si tištěné vydání za 59 Kč.",
    ],
    "ro": [
        "Nu rata nimic: înregistrează-te pentru mailul de seară.",
        "Pentru a lăsa un comentariu, autentifică-te sau creează un cont.",
        "Cumpără ediția tipărită cu 9 lei.",
    ],
    "hu": [
        "Ne maradjon le semmiről: regisztráljon esti levelünkre.",
        "Hozzászólás írásához jelentkezzen be vagy regisztráljon.",
        "Vásárolja meg a nyomtatott számot 990 forintért.",
    ],
    "el": [
        "Μη χάσετε τίποτα: εγγραφείτε για το βραδινό μας email.",
        "Για να αφήσετε σχόλιο συνδεθείτε ή εγγραφείτε.",
        "Αγοράστε το έντυπο τεύχος με 4 €.",
    ],
    "tr": [
        "Hiçbir şeyi kaçırmayın: akşam e-postamıza kaydolun.",
        "Yorum bırakmak için giriş yapın veya kayıt olun.",
        "Bu haftanın basılı sayısını 49 TL'ye satın alın.",
    ],
    "ru": [
        "Ничего не пропустите: подпишитесь на вечернее письмо.",
        "Чтобы оставить комментарий, войдите или зарегистрируйтесь.",
        "Купите печатный номер за 99 руб.",
    ],
    "uk": [
        "Нічого не пропустіть: підпишіться на вечірній лист.",
        "Щоб залишити коментар, увійдіть або зареєструйтесь.",
        "Купіть друкований номер за 49 грн.",
    ],
    "ja": [
        "夕方のメールを受け取るには会員登録（無料）してください",
        "コメントを投稿するには会員登録またはログインが必要です",
        "紙の雑誌を購入する 1冊 800円",
    ],
    "zh": ["不要错过：注册接收每日邮件", "发表评论请登录或注册", "购买本期印刷版 18元"],
    "ko": [
        "저녁 이메일을 받아보려면 회원가입하세요",
        "댓글을 남기려면 로그인 또는 회원가입하세요",
        "이번 호 종이 잡지 구매 8,000원",
    ],
    "ar": [
        "لا تفوّت شيئاً: سجّل لتصلك رسالتنا المسائية بالبريد",
        "لإضافة تعليق سجل الدخول أو أنشئ حساباً",
        "اشتر النسخة الورقية بدولارين",
    ],
    "hi": [
        "कुछ न चूकें: हमारे ईमेल के लिए रजिस्टर करें",
        "टिप्पणी लिखने के लिए लॉगिन या रजिस्टर करें",
        "छपा हुआ अंक ₹50 में खरीदें",
    ],
}


# the boxes of paywall software around a wall, as their public code and documentation write
# them; `{rest}` is reserved text in the page
VENDORS = {
    "Piano": '<div id="piano-inline" class="piano-container"><div class="tp-container-inner"><h3>Keep reading with a subscription</h3><p>Subscribe from $1 a week</p><a href="/offer">See the offers</a></div></div>',
    "Poool": '<div data-poool-mode="hide" data-poool="80">{rest}</div><div id="poool-widget" class="poool-widget"><p>Subscribe to read the rest of this article</p><button>Subscribe</button></div>',
    "Zephr": '<div class="zephr-paywall-box"><h2>This article is for subscribers</h2><a class="zephr-login" href="/login">Already a subscriber? Sign in</a></div>',
    "Leaky Paywall": '<div class="leaky_paywall_message_wrap"><div id="leaky_paywall_message"><p>You must subscribe to read this article. <a href="/subscribe">Subscribe</a> or <a href="/login">log in</a></p></div></div>',
    "MemberPress": '<div class="mp_wrapper"><div class="mepr-unauthorized-message"><p>You are unauthorized to view this page: it is for members only. Please <a href="/register">join</a> or log in to continue reading.</p></div></div>',
    "Restrict Content Pro": '<div class="rcp_restricted rcp_paid_only"><p>This content is restricted to subscribers. <a href="/register">Subscribe</a></p></div>',
    "Paid Memberships Pro": '<div class="pmpro"><div class="pmpro_card pmpro_content_message"><div class="pmpro_card_content"><p>Membership required. You must be a member to access this content.</p><a href="/levels">View membership levels</a></div></div></div>',
    "WooCommerce Memberships": '<div class="woocommerce"><div class="woocommerce-info wc-memberships-restriction-message wc-memberships-message wc-memberships-content-restricted-message">To access this content, you must purchase a membership, or <a href="/my-account">log in</a> if you are a member.</div></div>',
    "Newspack": '<div class="newspack-memberships__gate newspack-memberships__inline-gate"><h3>Keep reading</h3><p>Subscribe to continue reading this story.</p><a class="wp-block-button__link" href="/subscribe">Subscribe</a></div>',
    "Ghost": '<aside class="gh-post-upgrade-cta"><div class="gh-post-upgrade-cta-content"><h2>This post is for paying subscribers only</h2><a class="gh-btn" href="#/portal/signup">Subscribe now</a><p><small>Already have an account? <a href="#/portal/signin">Sign in</a></small></p></div></aside>',
    "Substack": '<div class="paywall-jump" data-component-name="PaywallToDOM"></div><div class="paywall"><h2 class="paywall-title">This post is for paid subscribers</h2><a class="paywall-cta" href="/subscribe">Subscribe</a><p>Already a paid subscriber? <a href="/sign-in">Sign in</a></p></div>',
    "Steady": '<div class="steady-paywall-container"><p>Become a member to read on: this article is for our members.</p><a href="https://steadyhq.com/en/paper">Join now</a></div>',
    "Qiota": '<div class="qiota_reserve">{rest}</div>',
    "plenigo": '<div class="plenigo-paywall" id="plenigoWall"><p>Weiterlesen mit unserem Abo</p><button>Jetzt abonnieren</button><a href="/login">Bereits Abonnent? Anmelden</a></div>',
    "AMP subscriptions": '<section subscriptions-section="content">{rest}</section><section subscriptions-section="content-not-granted"><p>Subscribe to read the full article.</p><a href="/subscribe">Subscribe</a></section>',
    "Subscribe with Google": '<div class="swg-paywall"><p>To continue reading, subscribe to the paper.</p><button class="swg-button">Subscribe with Google</button></div>',
}
# their scripts, empty containers and hidden templates, as they stand on open pages too
VENDOR_TEMPLATES = {
    "Piano": '<div id="piano-register-wall"></div><script src="https://cdn.tinypass.com/api/tinypass.min.js"></script><div class="tp-modal" style="display:none"><p>Subscribe to continue reading</p></div>',
    "Poool": '<div id="poool-widget"></div><script src="https://assets.poool.fr/poool.min.js"></script>',
    "Zephr": '<script>window.Zephr = {}</script><div class="zephr-feature_paywall"></div>',
    "Leaky Paywall": '<div id="leaky_paywall_message" style="display:none"><p>You must subscribe to read this article.</p></div>',
    "Newspack": '<div class="newspack-memberships__gate" hidden><p>Subscribe to continue reading this story.</p></div>',
    "Substack": '<div class="paywall-jump" data-component-name="PaywallToDOM"></div>',
    "Steady": '<div class="steady-paywall-container"></div>',
    "Subscribe with Google": '<script async src="https://news.google.com/swg/js/v1/swg-basic.js"></script>',
}
