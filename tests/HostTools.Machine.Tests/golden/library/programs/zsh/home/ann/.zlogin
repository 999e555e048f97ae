export FROM_LOGIN=1
