"""The straight line from text to site, leader by leader; a command pays for the steps that it asks for.

world       the names of the files, the settings, the day; the shared files when they are asked for
part        some leaders: read -> built -> cut to the day -> measured -> judged -> settled
warm        what was found before, kept by leader
check, due  each asks a step of every part, side by side in several processes
ledger      what git remembers;  decide, since: what needs git
seen        a part as one reader sees it, and the facts that each leader leaves for the pages of everybody
site        from what is seen to files: only what is not known from the last build;  freshness: what a page is made of
rendering, framing, show: templates, the engine's frames, and the site in its place
"""
